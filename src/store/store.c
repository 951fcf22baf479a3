/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* A store is a URI and the table of the back end that its scheme names.  What all back ends would have to
 * check alike is checked here. */

#include "store-private.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

static const KigenStoreBackEnd *
find_back_end (const char *scheme)
{
  for (guint i = 0; kigen_store_back_ends[i] != NULL; i++)
    if (g_str_equal (kigen_store_back_ends[i]->scheme, scheme))
      return kigen_store_back_ends[i];
  return NULL;
}

/* "nss:DIR", for the message. */
static char *
known_schemes (void)
{
  g_autoptr (GString) known = g_string_new (NULL);
  for (guint i = 0; kigen_store_back_ends[i] != NULL; i++)
    g_string_append_printf (known, "%s%s:", i > 0 ? ", " : "", kigen_store_back_ends[i]->scheme);
  return g_string_free (g_steal_pointer (&known), FALSE);
}

KigenStore *
kigen_store_new (const char *uri, GError **error)
{
  gsize length = strcspn (uri, ":");
  const char *path = uri[length] == ':' ? uri + length + 1 : "";
  g_autofree char *scheme = uri[length] == ':' ? g_strndup (uri, length) : g_strdup ("");
  const KigenStoreBackEnd *back_end = find_back_end (scheme);

  if (back_end == NULL) {
    g_autofree char *known = known_schemes ();
    kigen_fail (error, KIGEN_ERROR_USAGE, NULL,
                _ ("The store %s is of a kind that is not known here (known: %s)."), uri, known);
    return NULL;
  }
  if (*path == '\0') {
    kigen_fail (error, KIGEN_ERROR_USAGE, NULL, _ ("The store %s lacks a path."), uri);
    return NULL;
  }

  char *place = back_end->locate (path);
  if (place == NULL) {
    kigen_fail (error, KIGEN_ERROR_USAGE, NULL, _ ("There is no store %s."), uri);
    return NULL;
  }

  KigenStore *store = g_new0 (KigenStore, 1);
  store->back_end = back_end;
  store->path = place;
  store->uri = g_strconcat (scheme, ":", store->path, NULL);
  return store;
}

void
kigen_store_free (KigenStore *store)
{
  if (store == NULL)
    return;
  g_free (store->uri);
  g_free (store->path);
  g_free (store);
}

const char *
kigen_store_uri (const KigenStore *store)
{
  return store->uri;
}

void
kigen_store_set_password_source (KigenStore *store, KigenStorePassword ask, gpointer data)
{
  store->ask = ask;
  store->ask_data = data;
}

void
kigen_store_set_exportable (KigenStore *store, gboolean exportable)
{
  store->exportable = exportable;
}

GPtrArray *
kigen_store_list (KigenStore *store, GError **error)
{
  return store->back_end->list (store, error);
}

KigenCertificate *
kigen_store_find (KigenStore *store, const char *id, GError **error)
{
  g_autoptr (GPtrArray) all = kigen_store_list (store, error);
  if (all == NULL)
    return NULL;

  for (guint i = 0; i < all->len; i++) {
    KigenCertificate *certificate = g_ptr_array_index (all, i);
    if (g_str_equal (certificate->id, id))
      return kigen_certificate_ref (certificate);
  }
  kigen_fail (error, KIGEN_ERROR_CERTIFICATE_ABSENT, NULL, _ ("The store %s does not hold this certificate."),
              store->uri);
  return NULL;
}

KigenCredential *
kigen_store_credential (KigenStore *store, const char *id, GError **error)
{
  return store->back_end->credential (store, id, error);
}

KigenPkcs12 *
kigen_store_export (KigenStore *store, const char *id, GError **error)
{
  return store->back_end->export_identity (store, id, error);
}

static const char *
choose_label (const KigenPkcs12 *contents, const char *label)
{
  if (label != NULL && label[0] != '\0')
    return label;
  if (contents->friendly_name != NULL && contents->friendly_name[0] != '\0')
    return contents->friendly_name;
  const KigenCertificate *certificate = contents->certificate;
  return certificate->common_name[0] != '\0' ? certificate->common_name : certificate->id;
}

gboolean
kigen_store_import (KigenStore *store, const KigenPkcs12 *contents, const char *label, GError **error)
{
  if (contents->key == NULL || contents->certificate == NULL)
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("There is no certificate with a private key in it."));
  if (!kigen_key_fits (contents->key, contents->certificate->der))
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL,
                       _ ("The private key and the certificate do not belong together."));
  return store->back_end->import (store, contents, choose_label (contents, label), error);
}

gboolean
kigen_store_remove (KigenStore *store, const char *id, GError **error)
{
  return store->back_end->remove (store, id, error);
}

gboolean
kigen_store_create (KigenStore *store, GError **error)
{
  return store->back_end->create (store, error);
}

gboolean
kigen_store_check_writable (KigenStore *store, GError **error)
{
  return store->back_end->check_writable (store, error);
}

static char **
end_words (GPtrArray *words)
{
  g_ptr_array_add (words, NULL);
  return (char **)g_ptr_array_free (words, FALSE);
}

char **
kigen_store_discover (void)
{
  GPtrArray *uris = g_ptr_array_new ();
  for (guint i = 0; kigen_store_back_ends[i] != NULL; i++)
    kigen_store_back_ends[i]->discover (uris);
  return end_words (uris);
}

static char **
discover_places (void)
{
  GPtrArray *places = g_ptr_array_new ();
  for (guint i = 0; kigen_store_back_ends[i] != NULL; i++)
    kigen_store_back_ends[i]->discover_places (places);
  return end_words (places);
}

char *
kigen_store_default (void)
{
  return kigen_store_back_ends[0]->usual ();
}

char *
kigen_store_libraries (void)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (guint i = 0; kigen_store_back_ends[i] != NULL; i++)
    g_strv_builder_add (names, kigen_store_back_ends[i]->library ());
  g_auto (GStrv) all = g_strv_builder_end (names);
  return g_strjoinv (", ", all);
}

char **
kigen_store_watch_places (const char *const *uris)
{
  if (uris == NULL)
    return discover_places ();
  g_autoptr (GStrvBuilder) places = g_strv_builder_new ();
  for (; *uris != NULL; uris++) {
    g_autoptr (KigenStore) store = kigen_store_new (*uris, NULL);
    g_autofree char *place = store != NULL ? store->back_end->watch_place (store) : NULL;
    if (place != NULL)
      g_strv_builder_add (places, place);
  }
  return g_strv_builder_end (places);
}
