/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-bench"

/* Writes N certificates of the authority's that Kigen watches into a folder, as N.der, with one key between
 * them: `mint-many FOLDER N`. */

#include "workshop.h"

#include <stdio.h>

static void
mint (const char *folder, EVP_PKEY *key, EVP_PKEY *ca_key, GBytes *ca, guint number)
{
  g_autofree char *subject = g_strdup_printf ("C=JP/O=ReceiptOnline/OU=hokkaido/OU=medical/CN=%010u", number);
  g_autofree char *serial = g_strdup_printf ("%06x", number + 0x100000);
  g_autofree char *name = g_strdup_printf ("%u.der", number);
  g_autoptr (GBytes) der = mint_certificate (
      &(MintOrder){ .key = key, .subject = subject, .issuer = ca, .issuer_key = ca_key, .serial = serial });
  workshop_write (folder, name, der);
}

int
main (int argc, char **argv)
{
  guint64 n = 0;
  if (argc != 3 || !g_ascii_string_to_unsigned (argv[2], 10, 1, 1000000, &n, NULL)) {
    fprintf (stderr, "usage: mint-many FOLDER N\n");
    return 2;
  }
  g_autoptr (EVP_PKEY) ca_key = mint_key (MINT_EC);
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autoptr (GBytes) ca = mint_certificate (&(MintOrder){
      .key = ca_key, .subject = "C=JP/CN=Online Billing NW Common Root CA - G1", .is_ca = TRUE });
  for (guint i = 0; i < n; i++)
    mint (argv[1], key, ca_key, ca, i);
  return 0;
}
