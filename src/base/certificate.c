/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * The record of a certificate: plain data and the two questions that need nothing but records.
 */

#include <kigen/base/certificate.h>

#include <kigen/base/text.h>

KigenCertificate *
kigen_certificate_new (void)
{
  KigenCertificate *certificate = g_new0 (KigenCertificate, 1);

  g_atomic_ref_count_init (&certificate->references);
  certificate->has_key = KIGEN_HAS_KEY_UNKNOWN;
  return certificate;
}

KigenCertificate *
kigen_certificate_ref (KigenCertificate *certificate)
{
  g_atomic_ref_count_inc (&certificate->references);
  return certificate;
}

void
kigen_certificate_unref (KigenCertificate *certificate)
{
  if (certificate == NULL || !g_atomic_ref_count_dec (&certificate->references))
    return;
  g_clear_pointer (&certificate->der, g_bytes_unref);
  g_free (certificate->id);
  g_free (certificate->subject);
  g_free (certificate->issuer);
  g_free (certificate->common_name);
  g_free (certificate->issuer_common_name);
  g_free (certificate->serial);
  g_free (certificate->label);
  g_free (certificate->store);
  g_free (certificate->profile);
  g_free (certificate);
}

KigenCertificate *
kigen_certificate_copy (const KigenCertificate *certificate)
{
  KigenCertificate *copy = kigen_certificate_new ();

  copy->id = g_strdup (certificate->id);
  copy->der = certificate->der == NULL ? NULL : g_bytes_ref (certificate->der);
  copy->subject = g_strdup (certificate->subject);
  copy->issuer = g_strdup (certificate->issuer);
  copy->common_name = g_strdup (certificate->common_name);
  copy->issuer_common_name = g_strdup (certificate->issuer_common_name);
  copy->serial = g_strdup (certificate->serial);
  copy->not_before = certificate->not_before;
  copy->not_after = certificate->not_after;
  copy->is_ca = certificate->is_ca;
  copy->label = g_strdup (certificate->label);
  copy->store = g_strdup (certificate->store);
  copy->profile = g_strdup (certificate->profile);
  copy->has_key = certificate->has_key;
  copy->is_unserved = certificate->is_unserved;
  return copy;
}

gboolean
kigen_certificate_is_keyless (const KigenCertificate *certificate, const GPtrArray *all)
{
  if (certificate->has_key != KIGEN_HAS_KEY_NO)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    const KigenCertificate *other = g_ptr_array_index (all, i);
    if (g_str_equal (other->id, certificate->id) && other->has_key != KIGEN_HAS_KEY_NO)
      return FALSE;
  }
  return TRUE;
}

gboolean
kigen_certificate_valid_at (const KigenCertificate *certificate, gint64 now)
{
  return certificate->not_before <= now && now <= certificate->not_after;
}

static gboolean
succeeds (const KigenCertificate *later, const KigenCertificate *earlier, gint64 now)
{
  return later->not_after > earlier->not_after && kigen_certificate_valid_at (later, now)
         && later->has_key != KIGEN_HAS_KEY_NO && !later->is_ca
         && g_strcmp0 (later->subject, earlier->subject) == 0 && g_strcmp0 (later->store, earlier->store) == 0
         && g_strcmp0 (later->profile, earlier->profile) == 0;
}

KigenCertificate *
kigen_certificate_successor (const KigenCertificate *certificate, GPtrArray *all, gint64 now)
{
  KigenCertificate *best = NULL;

  for (guint i = 0; i < all->len; i++) {
    KigenCertificate *candidate = g_ptr_array_index (all, i);
    if (succeeds (candidate, certificate, now) && (best == NULL || candidate->not_after > best->not_after))
      best = candidate;
  }
  return best;
}

/* As it may be shown; that of hardly any certificate has anything to be taken out, and what is made for those
 * few lives as long as the program. */
static const char *
shown (const char *name)
{
  g_autofree char *printable = kigen_text_printable (name, "");
  return name == NULL || g_str_equal (name, printable) ? name : g_intern_string (printable);
}

const char *
kigen_certificate_name (const KigenCertificate *certificate)
{
  const char *const names[]
      = { certificate->label, certificate->common_name, certificate->subject, certificate->id };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *name = shown (names[i]);
    if (name != NULL && *name != '\0')
      return name;
  }
  return "";
}
