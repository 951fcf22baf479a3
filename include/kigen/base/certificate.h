/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Whether a store has the private key of a certificate; a locked store does not tell. */
typedef enum {
  KIGEN_HAS_KEY_UNKNOWN = -1,
  KIGEN_HAS_KEY_NO = 0,
  KIGEN_HAS_KEY_YES = 1,
} KigenHasKey;

/**
 * The record of one certificate: plain data, without a library's type in it, so that every room can hold one.
 * Made by kigen_x509_parse() (crypto) or out of the state; all strings are UTF-8 and owned by the record;
 * what other people wrote into them is there as it is, for comparing, and goes through kigen_text_printable()
 * where it is shown. Reference counted, atomically; treated as constant once others can see it.
 */
typedef struct {
  char *id;      /* SHA-256 of the DER in lower-case hex: 64 characters */
  GBytes *der;   /* NULL where the record comes out of the state */
  char *subject; /* RFC 2253 order reversed, as people read it: "C=JP, O=ReceiptOnline, …, CN=0110119153" */
  char *issuer;  /* likewise */
  char *common_name; /* the subject's last CN, "" where there is none */
  char *issuer_common_name;
  char *serial;      /* upper-case hex without leading zeroes, "0" for zero */
  gint64 not_before; /* seconds since 1970-01-01T00:00:00Z, leap seconds not counted */
  gint64 not_after;  /* likewise; the last second in which it is valid (RFC 5280 4.1.2.5) */
  gboolean is_ca;    /* basic constraints say CA, or it is self-issued and of version 1 (RFC 5280 4.2.1.9) */
  char *label;       /* the friendly name its store gives it, or the user's own name for it; NULL for none */
  char *store;       /* URI of the store it was found in; NULL for none */
  char *profile;     /* Id of the profile it belongs to; NULL for none */
  KigenHasKey has_key;
  gboolean is_unserved; /* its authority is of a kind that Kigen watches and cannot renew */
  gatomicrefcount references;
} KigenCertificate;

/** An empty record, to be filled by its maker. */
KigenCertificate *kigen_certificate_new (void);
KigenCertificate *kigen_certificate_ref (KigenCertificate *certificate);
void kigen_certificate_unref (KigenCertificate *certificate);
/** An own copy, whose label, store, profile, has_key and is_unserved may be set. */
KigenCertificate *kigen_certificate_copy (const KigenCertificate *certificate);

/** Whether it has no key in any of the stores that `all` (KigenCertificate elements) was read from. */
gboolean kigen_certificate_is_keyless (const KigenCertificate *certificate, const GPtrArray *all);

/** Whether it is valid at `now` (seconds since the epoch). */
gboolean kigen_certificate_valid_at (const KigenCertificate *certificate, gint64 now);

/**
 * The successor in `all` (KigenCertificate elements): same subject, same store and profile, a later end,
 * valid at `now`, a key that is not known to be absent.  The one with the latest end; NULL for none; owned by
 * `all`.
 */
KigenCertificate *kigen_certificate_successor (const KigenCertificate *certificate, GPtrArray *all,
                                               gint64 now);

/** The name people know it by: its label where it is the user's or its store's, else its common name; in one
 * line and fit to be shown.  Never NULL. */
const char *kigen_certificate_name (const KigenCertificate *certificate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenCertificate, kigen_certificate_unref)

G_END_DECLS
