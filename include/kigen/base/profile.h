/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>

#include <glib.h>

G_BEGIN_DECLS

/** What the labels of an authority's pages stand for; the key's name under [Labels] is kigen_label_key(). */
typedef enum {
  KIGEN_LABEL_APPLY,          /* Apply: the menu's way to a renewal, 証明書更新申請 */
  KIGEN_LABEL_FETCH,          /* Fetch: the menu's way to what was renewed, 更新後証明書の取得 */
  KIGEN_LABEL_SUBMIT,         /* Submit: sends a form */
  KIGEN_LABEL_GET_KEY,        /* GetKey: from the issued certificate to the key, 鍵の取得 */
  KIGEN_LABEL_DOWNLOAD,       /* Download: starts the download */
  KIGEN_LABEL_DOWNLOAD_KEY,   /* DownloadKey: the same in the list of renewed certificates */
  KIGEN_LABEL_STATUS,         /* Status: 証明書ステータス */
  KIGEN_LABEL_PENDING,        /* Pending: its words for "not yet", 鍵生成中;発行要求中 */
  KIGEN_LABEL_ISSUED,         /* Issued: its words for "done", 発行済み */
  KIGEN_LABEL_FAILED,         /* Failed: its words for "will not be", 発行失敗;却下 */
  KIGEN_LABEL_REFRESH,        /* Refresh: asks for the status again, 更新;最新の情報に更新 */
  KIGEN_LABEL_REQUEST_ID,     /* RequestId: リクエストID */
  KIGEN_LABEL_REFERENCE_ID,   /* ReferenceId: リファレンスID */
  KIGEN_LABEL_PASSWORD,       /* Password: パスワード */
  KIGEN_LABEL_PASSWORD_AGAIN, /* PasswordAgain: パスワードの確認 */
  KIGEN_LABEL_SESSION_LOST,   /* SessionLost: セッション無効 */
  KIGEN_LABEL_ALREADY,        /* Already: words of "an application was made already", 申請済み */
  KIGEN_LABEL_APPLIED_AT,     /* AppliedAt: the list's date of an application, 申請日 */
  KIGEN_LABEL_OBTAIN,         /* Obtain: sends /p/rcd's form, ダウンロード */
  KIGEN_LABEL_COMMON_NAME,    /* CommonName: names the subject in a list or a confirmation */
  KIGEN_LABEL_REFUSED,        /* Refused: words of a page that says no, 更新できません */
  KIGEN_LABEL_LATER,          /* Later: words of a page that says to come back, 保守;混み合って */
  KIGEN_LABEL_ACCEPTED, /* Accepted: words of a page that says yes to an application, 受け付けました */
  KIGEN_LABEL_EMPTY,    /* Empty: words of a list without entries, 該当する情報がありません */
  KIGEN_N_LABELS
} KigenLabel;

/**
 * Everything about an authority that is not code, read from a key file (data/profiles/obn.profile).  Constant
 * after loading; reference counted, atomically.  Labels that a file leaves out are those of the manuals.
 */
typedef struct _KigenProfile KigenProfile;

/** Reads a profile; relative names in it (CaFile) are held against its folder.  Errors: FAILED, with the line
 * at fault. */
KigenProfile *kigen_profile_load_file (const char *path, GError **error);
/** Reads one of those that came with the program: "obn" or "orca". */
KigenProfile *kigen_profile_load_builtin (const char *id, GError **error);
/** NAME or FILE, as the command line takes it: one of `/etc/kigen/profiles`, a built-in one, or a path.
 * Errors: USAGE where there is none of that name, FAILED as above. */
KigenProfile *kigen_profile_find (const char *name_or_file, GError **error);
/** All there are: the built-in ones and those of `/etc/kigen/profiles`, where the same Id replaces.  Element
 * type KigenProfile; those that cannot be read are left out with a warning in the log. */
GPtrArray *kigen_profile_all (void);

KigenProfile *kigen_profile_ref (KigenProfile *profile);
void kigen_profile_unref (KigenProfile *profile);

/* All strings are owned by the profile. */
const char *kigen_profile_id (const KigenProfile *profile);
const char *kigen_profile_name (const KigenProfile *profile);
const char *kigen_profile_provider (const KigenProfile *profile); /* "mpki", "orca" */
/** Base, with no slash at its end; "" where the configuration of a store's client says it. */
const char *kigen_profile_base (const KigenProfile *profile);
/** Base and path of an endpoint joined: `key` is "Renew", "Download", "Revoke" or "Root".  g_free(); NULL if
 * not set. Where the base is "", the path alone. */
char *kigen_profile_endpoint (const KigenProfile *profile, const char *key);

/** What [Hosts] says for this host: the host that renews for a service's; NULL where nothing is said. */
const char *kigen_profile_host (const KigenProfile *profile, const char *service_host);

/** Whether it is this authority's: issuer and subject match and it is not a CA's own. */
gboolean kigen_profile_matches (const KigenProfile *profile, const KigenCertificate *certificate);
/** Whether the issuer alone fits its pattern. */
gboolean kigen_profile_matches_issuer (const KigenProfile *profile, const KigenCertificate *certificate);

/** The end a certificate that begins at `from` should have, both in seconds since the epoch; 0 where no
 * validity is set. */
gint64 kigen_profile_expected_end (const KigenProfile *profile, gint64 from);

/** Notices: days before the end, falling; `*n` of them. */
const int *kigen_profile_notice_days (const KigenProfile *profile, gsize *n);
int kigen_profile_daily_from (const KigenProfile *profile);
int kigen_profile_notice_hour (const KigenProfile *profile); /* 0..23, local time */
int kigen_profile_renew_from (const KigenProfile *profile);  /* days before the end */

/** The texts a label may have on a page; NULL-terminated, never empty. */
const char *const *kigen_profile_labels (const KigenProfile *profile, KigenLabel label);
const char *kigen_label_key (KigenLabel label);

/** Waits, in seconds: [Waits] FirstPoll (1), LongestPoll (30), Issue (600: how long a run waits for the
 * issuing), Settle (20: how much longer an application whose fate is unknown gets to show in the list, before
 * the user is asked), Timeout (30: one answer). */
int kigen_profile_wait (const KigenProfile *profile, const char *key);

/** Whether a new password is of the form that the authority wants (anchored). */
gboolean kigen_profile_password_fits (const KigenProfile *profile, const char *password);
const char *kigen_profile_password_hint (const KigenProfile *profile);

/** The PEM anchors of this authority's TLS (the file's text); NULL where the system's are used. */
const char *kigen_profile_trust_anchors (const KigenProfile *profile);
/** SHA-256 fingerprints that the root may have, in lower-case hex without colons; NULL-terminated, may be
 * empty. */
const char *const *kigen_profile_root_pins (const KigenProfile *profile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenProfile, kigen_profile_unref)

G_END_DECLS
