/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MINUTE G_GINT64_CONSTANT (60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

typedef enum {
  ACT_ON,    /* so many seconds */
  ACT_OFF,   /* so many seconds */
  ACT_LATER, /* 「あとで」 */
  ACT_JUMP,  /* the clock is set by so many seconds */
  ACT_HOUR,  /* the settings' hour becomes this */
  ACT_ZONE,  /* the zone becomes this one of life_zones */
} ActKind;

typedef struct {
  ActKind kind;
  gint64 amount;
} Act;

/** All that chance decides, beforehand: two desks can lead the same life. */
typedef struct {
  const char *zone;
  gint64 end;
  gint64 start;
  int hour;
  int days[5];
  gsize n_days;
  int daily_from;
  GArray *acts;
} Life;

extern const char *const life_zones[];

/** By g_test_rand_int().  A troubled one has jumps and changes.  It is never on for longer than `longest` at
 * a time. */
Life *life_new (gboolean troubled, gint64 longest);
void life_free (Life *life);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Life, life_free)

gboolean life_is_one_in (int n);

G_END_DECLS
