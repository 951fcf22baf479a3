/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/store/store.h>

G_BEGIN_DECLS

/** What a back end does; store.h says what each call promises.  One table a scheme. */
typedef struct {
  const char *scheme;
  /* what stands behind the scheme as this back end writes it; NULL where it has no such place; g_free() */
  char *(*locate) (const char *path);
  GPtrArray *(*list) (const KigenStore *store, GError **error);
  KigenCredential *(*credential) (const KigenStore *store, const char *id, GError **error);
  KigenPkcs12 *(*export_identity) (const KigenStore *store, const char *id, GError **error);
  /* contents hold a key and a certificate that fit each other, label is not empty */
  gboolean (*import) (const KigenStore *store, const KigenPkcs12 *contents, const char *label,
                      GError **error);
  gboolean (*remove) (const KigenStore *store, const char *id, GError **error);
  gboolean (*create) (const KigenStore *store, GError **error);
  /* the file that changes when the store does; g_free() */
  char *(*watch_place) (const KigenStore *store);
} KigenStoreBackEnd;

struct _KigenStore {
  const KigenStoreBackEnd *back_end;
  char *uri;
  char *path;          /* what follows the scheme, as the back end writes it */
  gboolean exportable; /* what is imported may leave again, where a store can hold a key back */
  KigenStorePassword ask;
  gpointer ask_data;
};

/** Those of this platform, in discover-*.c; the last is NULL. */
extern const KigenStoreBackEnd *const kigen_store_back_ends[];
extern const KigenStoreBackEnd kigen_store_nss;
extern const KigenStoreBackEnd kigen_store_windows;

/** From the issuer to the root (GBytes), as far as they are among these (KigenCertificate). */
GPtrArray *kigen_store_chain (GPtrArray *authorities, const KigenCertificate *certificate);

/** The platform's part of kigen_store_watch_places(). */
char **kigen_store_discover_places (void);

G_END_DECLS
