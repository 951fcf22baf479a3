/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Reads a profile's key file.  What is not known is passed over, so that a newer file does in an older
 * program; what is known and wrong is an error that names file, group and key, because half a profile would
 * renew at half an authority.
 */

#include "profile-private.h"

#include <kigen/base/error.h>
#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>
#include <string.h>

/* One file being read: only here to keep the argument lists short. */
typedef struct {
  GKeyFile *keys;
  const char *origin;
  KigenProfile *profile;
} Reading;

static gboolean
fail_key (const Reading *reading, const char *group, const char *key, const char *what, GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_FAILED,
                     _ ("Correct the profile, or use the one that comes with the program."),
                     _ ("The profile %s is not usable: [%s] %s %s"), reading->origin, group, key, what);
}

/* NULL where it is missing or empty. */
static char *
get_text (const Reading *reading, const char *group, const char *key)
{
  g_autofree char *value = g_key_file_get_string (reading->keys, group, key, NULL);

  if (value == NULL || *g_strstrip (value) == '\0')
    return NULL;
  return g_steal_pointer (&value);
}

static char *
get_text_or (const Reading *reading, const char *group, const char *key, const char *fallback)
{
  char *value = get_text (reading, group, key);

  return value == NULL ? g_strdup (fallback) : value;
}

static char *
get_needed (const Reading *reading, const char *group, const char *key, GError **error)
{
  char *value = get_text (reading, group, key);

  if (value == NULL)
    fail_key (reading, group, key, _ ("is missing."), error);
  return value;
}

/* The parts between the ';', without blanks around them and without empty ones. */
static char **
split_list (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (char **part = parts; *part != NULL; part++) {
    if (*g_strstrip (*part) != '\0')
      g_strv_builder_add (kept, *part);
  }
  return g_strv_builder_end (kept);
}

/* Leaves `*number` as it is where nothing is said. */
static gboolean
get_number (const Reading *reading, const char *group, const char *key, int least, int most, int *number,
            GError **error)
{
  g_autofree char *text = get_text (reading, group, key);
  gint64 value;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (text, 10, least, most, &value, NULL)) {
    g_autofree char *what = g_strdup_printf (_ ("is not a whole number from %d to %d."), least, most);
    return fail_key (reading, group, key, what, error);
  }
  *number = (int)value;
  return TRUE;
}

static int
number_of (const GMatchInfo *match, const char *name)
{
  g_autofree char *digits = g_match_info_fetch_named (match, name);

  return digits == NULL ? 0 : (int)g_ascii_strtoll (digits, NULL, 10);
}

static gboolean
read_validity (const Reading *reading, GError **error)
{
  g_autofree char *text = get_text (reading, "Profile", "Validity");
  g_autoptr (GRegex) regex = g_regex_new (
      "^P(?=\\d)(?:(?<y>\\d{1,4})Y)?(?:(?<m>\\d{1,4})M)?(?:(?<d>\\d{1,5})D)?\\z", G_REGEX_DEFAULT, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  KigenDuration *validity = &reading->profile->validity;

  if (text == NULL)
    return TRUE;
  if (!g_regex_match (regex, text, 0, &match))
    return fail_key (reading, "Profile", "Validity", _ ("is not a duration such as P3Y3M."), error);
  validity->years = number_of (match, "y");
  validity->months = number_of (match, "m");
  validity->days = number_of (match, "d");
  return TRUE;
}

static gboolean
read_identity (const Reading *reading, GError **error)
{
  static const char *const providers[] = { "mpki", "orca", NULL };
  KigenProfile *profile = reading->profile;

  profile->id = get_needed (reading, "Profile", "Id", error);
  if (profile->id == NULL)
    return FALSE;
  profile->provider = get_needed (reading, "Profile", "Provider", error);
  if (profile->provider == NULL)
    return FALSE;
  if (!g_strv_contains (providers, profile->provider))
    return fail_key (reading, "Profile", "Provider", _ ("is neither “mpki” nor “orca”."), error);
  profile->issuer_pattern = get_needed (reading, "Profile", "IssuerCommonName", error);
  if (profile->issuer_pattern == NULL)
    return FALSE;
  profile->subject_pattern = get_needed (reading, "Profile", "SubjectCommonName", error);
  if (profile->subject_pattern == NULL)
    return FALSE;
  profile->name = get_text_or (reading, "Profile", "Name", profile->id);
  return read_validity (reading, error);
}

static int
compare_falling (gconstpointer one, gconstpointer other)
{
  const int *a = one;
  const int *b = other;

  return (*a < *b) - (*a > *b);
}

/* Falling, each once. */
static void
put_in_order (GArray *days)
{
  g_array_sort (days, compare_falling);
  for (guint i = days->len; i > 1; i--) {
    if (g_array_index (days, int, i - 1) == g_array_index (days, int, i - 2))
      g_array_remove_index (days, i - 1);
  }
}

static gboolean
read_days (const Reading *reading, GError **error)
{
  g_autofree char *text = get_text_or (reading, "Notices", "Days", "90;60;30;15");
  g_auto (GStrv) parts = split_list (text);

  reading->profile->notice_days = g_array_new (FALSE, FALSE, sizeof (int));
  for (char **part = parts; *part != NULL; part++) {
    gint64 value;
    int day;
    if (!g_ascii_string_to_signed (*part, 10, 0, 3660, &value, NULL))
      return fail_key (reading, "Notices", "Days", _ ("is not a list of days such as 90;60;30;15."), error);
    day = (int)value;
    g_array_append_val (reading->profile->notice_days, day);
  }
  put_in_order (reading->profile->notice_days);
  return TRUE;
}

static gboolean
read_notices (const Reading *reading, GError **error)
{
  KigenProfile *profile = reading->profile;

  profile->daily_from = 7;
  profile->notice_hour = 9;
  profile->renew_from = 90;
  return read_days (reading, error)
         && get_number (reading, "Notices", "DailyFrom", 0, 3660, &profile->daily_from, error)
         && get_number (reading, "Notices", "Hour", 0, 23, &profile->notice_hour, error)
         && get_number (reading, "Notices", "RenewFrom", 0, 3660, &profile->renew_from, error);
}

/* A group as a table; `fold` makes lower case of the keys, which GKeyFile leaves as they are. */
static GHashTable *
read_group (const Reading *reading, const char *group, gboolean fold)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) keys = g_key_file_get_keys (reading->keys, group, NULL, NULL);

  for (char **key = keys; key != NULL && *key != NULL; key++) {
    g_autofree char *value = get_text (reading, group, *key);
    if (value != NULL)
      g_hash_table_insert (table, fold ? g_ascii_strdown (*key, -1) : g_strdup (*key),
                           g_steal_pointer (&value));
  }
  return table;
}

static gboolean
read_places (const Reading *reading, GError **error)
{
  KigenProfile *profile = reading->profile;
  gsize length;

  profile->base = get_text_or (reading, "Endpoints", "Base", "");
  for (length = strlen (profile->base); length > 0 && profile->base[length - 1] == '/'; length--)
    profile->base[length - 1] = '\0';
  if (length > 0 && !g_str_has_prefix (profile->base, "https://"))
    return fail_key (reading, "Endpoints", "Base", _ ("does not begin with https://."), error);
  if (length == 0 && strcmp (profile->provider, "mpki") == 0)
    return fail_key (reading, "Endpoints", "Base", _ ("is missing."), error);
  profile->endpoints = read_group (reading, "Endpoints", FALSE);
  g_hash_table_remove (profile->endpoints, "Base");
  profile->hosts = read_group (reading, "Hosts", TRUE);
  return TRUE;
}

static gboolean
is_folded_empty (const char *text)
{
  g_autofree char *folded = kigen_text_fold (text);

  return *folded == '\0';
}

static void
read_labels (const Reading *reading)
{
  for (gsize label = 0; label < KIGEN_N_LABELS; label++) {
    g_autofree char *text = get_text (reading, "Labels", kigen_label_key ((KigenLabel)label));
    g_auto (GStrv) words = text == NULL ? NULL : split_list (text);
    if (words == NULL || words[0] == NULL || is_folded_empty (words[0]))
      reading->profile->labels[label] = split_list (kigen_label_default ((KigenLabel)label));
    else
      reading->profile->labels[label] = g_steal_pointer (&words);
  }
}

static gboolean
read_waits (const Reading *reading, GError **error)
{
  for (gsize wait = 0; wait < KIGEN_N_WAITS; wait++) {
    reading->profile->waits[wait] = kigen_profile_waits[wait].seconds;
    if (!get_number (reading, "Waits", kigen_profile_waits[wait].key, 0, 86400,
                     &reading->profile->waits[wait], error))
      return FALSE;
  }
  return TRUE;
}

/* The hint is in the authority's own words, Japanese; whoever reads another language gets HintEnglish, or the
 * pattern, which says the same for those who can read it. */
static char *
read_hint (const Reading *reading)
{
  g_autofree char *hint = get_text_or (reading, "Password", "Hint", "");
  if (g_str_has_prefix (g_get_language_names ()[0], "ja") || g_str_is_ascii (hint))
    return g_steal_pointer (&hint);
  g_autofree char *pattern = get_text_or (reading, "Password", "Pattern", "");
  return get_text_or (reading, "Password", "HintEnglish", pattern);
}

static gboolean
read_password (const Reading *reading, GError **error)
{
  KigenProfile *profile = reading->profile;
  g_autofree char *pattern = get_text (reading, "Password", "Pattern");
  g_autofree char *anchored = g_strdup_printf ("^(?:%s)\\z", pattern);
  g_autoptr (GError) fault = NULL;

  profile->password_hint = read_hint (reading);
  if (pattern == NULL)
    return TRUE;
  profile->password = g_regex_new (anchored, G_REGEX_DEFAULT, 0, &fault);
  if (profile->password == NULL)
    return fail_key (reading, "Password", "Pattern", fault->message, error);
  return TRUE;
}

static gboolean
is_fingerprint (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
read_pins (const Reading *reading, GError **error)
{
  g_autofree char *text = get_text_or (reading, "Trust", "RootSha256", "");
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_auto (GStrv) parts = g_strsplit_set (lower, ":", -1);
  g_autofree char *bare = g_strjoinv ("", parts);

  reading->profile->pins = split_list (bare);
  for (char **pin = reading->profile->pins; *pin != NULL; pin++) {
    if (!is_fingerprint (*pin))
      return fail_key (reading, "Trust", "RootSha256", _ ("is not a SHA-256 fingerprint of 64 digits."),
                       error);
  }
  return TRUE;
}

static gboolean
read_trust (const Reading *reading, const char *folder, KigenProfileReader reader, GError **error)
{
  g_autofree char *name = get_text (reading, "Trust", "CaFile");
  g_autoptr (GError) fault = NULL;

  if (name != NULL) {
    reading->profile->anchors = reader (name, folder, &fault);
    if (reading->profile->anchors == NULL)
      return fail_key (reading, "Trust", "CaFile", fault->message, error);
    if (strstr (reading->profile->anchors, "-----BEGIN CERTIFICATE-----") == NULL)
      return fail_key (reading, "Trust", "CaFile", _ ("holds no certificate."), error);
  }
  return read_pins (reading, error);
}

static GKeyFile *
parse (const char *text, gsize size, const char *origin, GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) fault = NULL;

  if (size >= 3 && memcmp (text, mark, 3) == 0) {
    text += 3;
    size -= 3;
  }
  if (g_key_file_load_from_data (keys, text, size, G_KEY_FILE_NONE, &fault))
    return g_steal_pointer (&keys);
  kigen_fail (error, KIGEN_ERROR_FAILED,
              _ ("Correct the profile, or use the one that comes with the program."),
              _ ("The profile %s cannot be understood: %s"), origin, fault->message);
  return NULL;
}

KigenProfile *
kigen_profile_read (const char *text, gsize size, const char *origin, const char *folder,
                    KigenProfileReader reader, GError **error)
{
  g_autoptr (GKeyFile) keys = parse (text, size, origin, error);
  g_autoptr (KigenProfile) profile = NULL;
  Reading reading;

  if (keys == NULL)
    return NULL;
  profile = g_new0 (KigenProfile, 1);
  g_atomic_ref_count_init (&profile->references);
  reading = (Reading){ .keys = keys, .origin = origin, .profile = profile };
  if (!read_identity (&reading, error) || !read_notices (&reading, error) || !read_places (&reading, error)
      || !read_waits (&reading, error) || !read_password (&reading, error)
      || !read_trust (&reading, folder, reader, error))
    return NULL;
  read_labels (&reading);
  return g_steal_pointer (&profile);
}
