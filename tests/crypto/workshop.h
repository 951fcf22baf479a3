/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/secret.h>

#include <gio/gio.h>
#include <openssl/evp.h>

G_BEGIN_DECLS

/* What tests with certificates need: a folder of their own, commands run in it, and a mint for keys and
 * certificates. */

/** A fresh folder.  workshop_close() removes it with all that is in it. */
char *workshop_open (void);
void workshop_close (char *folder);

/** `folder/name`. */
char *workshop_path (const char *folder, const char *name);
void workshop_write (const char *folder, const char *name, GBytes *bytes);
void workshop_write_text (const char *folder, const char *name, const char *text);
GBytes *workshop_read (const char *folder, const char *name);

/** Where these bytes stand in those; NULL if nowhere. */
void *workshop_search (void *bytes, gsize size, const void *wanted, gsize length);

/** Runs a command line (as the shell splits it, without the shell) in the folder; what it prints, whatever
 * its status.
 * `*status` may be NULL: then the command must succeed. */
char *workshop_run (const char *folder, int *status, const char *format, ...) G_GNUC_PRINTF (3, 4);

/** A secret out of a text. */
KigenSecret *workshop_secret (const char *text);

typedef enum { MINT_RSA, MINT_EC } MintKind;

/** A new key.  EVP_PKEY_free(). */
EVP_PKEY *mint_key (MintKind kind);
/** The key as PKCS#8. */
GBytes *mint_pkcs8 (EVP_PKEY *key);

/** What a certificate is to say.  All but `key` may be left out. */
typedef struct {
  EVP_PKEY *key;
  const char *subject; /* "C=JP/O=…/CN=…"; left out: "CN=desk" */
  GBytes *issuer;      /* left out: it signs itself */
  EVP_PKEY *issuer_key;
  const char *serial;     /* hex; left out: "1" */
  const char *not_before; /* YYYYMMDDHHMMSSZ; left out: 2020 */
  const char *not_after;  /* left out: 2049 */
  gboolean is_ca;
  gboolean version_1; /* without extensions */
} MintOrder;

/** The certificate in DER. */
GBytes *mint_certificate (const MintOrder *order);

/** Key and certificates as PEM files in the folder. */
void mint_write_key (const char *folder, const char *name, EVP_PKEY *key);
void mint_write_certificate (const char *folder, const char *name, GBytes *der);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)

G_END_DECLS
