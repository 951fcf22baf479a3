/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/store/store.h>

G_BEGIN_DECLS

/** What a back end does; store.h says what each call promises.  One table a scheme. */
typedef struct {
  const char *scheme;
  /* the library behind it and its version, "NSS/3.98"; static */
  const char *(*library) (void);
  /* adds the URIs of all stores of this kind that this user has, the first choice first (char*) */
  void (*discover) (GPtrArray *uris);
  /* adds the files, there or not, whose change may mean that there is another store of this kind (char*) */
  void (*discover_places) (GPtrArray *places);
  /* the URI of the one that is made if the user has none; g_free() */
  char *(*usual) (void);
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
  gboolean (*check_writable) (const KigenStore *store, GError **error);
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

/** Those of this platform (back-ends-*.c), the first choice first; the last is NULL. */
extern const KigenStoreBackEnd *const kigen_store_back_ends[];
extern const KigenStoreBackEnd kigen_store_nss;
extern const KigenStoreBackEnd kigen_store_windows;

/** From the issuer to the root (GBytes), as far as they are among these (KigenCertificate). */
GPtrArray *kigen_store_chain (GPtrArray *authorities, const KigenCertificate *certificate);

G_END_DECLS
