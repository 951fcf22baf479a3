/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/store.h>

G_BEGIN_DECLS

/** What a back end does; store.h says what each call promises.  One table a scheme. */
typedef struct {
  const char *scheme;
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
  char *path; /* what follows the scheme, absolute */
  KigenStorePassword ask;
  gpointer ask_data;
};

extern const KigenStoreBackEnd kigen_store_nss;

/** The platform's part of kigen_store_watch_places(). */
char **kigen_store_discover_places (void);

G_END_DECLS
