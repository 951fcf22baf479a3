/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "office.h"

#include <kigen/base/error.h>

G_BEGIN_DECLS

#define HTML "Content-Type: text/html; charset=utf-8\r\n"
#define BODY(text) "<html><head><title>証明書更新</title></head><body>" text "</body></html>"
#define CONFIRMATION(form) BODY ("<table><tr><th>Common Name</th><td>" OFFICE_NAME "</td></tr></table>" form)
#define POSTED CONFIRMATION ("<form action='/p/submit' method='post'><button>Submit</button></form>")
/* What an answer shows of an application that was taken. */
#define IDS                                                                                                  \
  "<table><tr><th>リクエストID</th><td>202611200100076</td></tr>"                                       \
  "<tr><th>リファレンスID</th><td>Xk7-2291-QQ</td></tr>"                                               \
  "<tr><th>証明書ステータス</th><td>発行要求中</td></tr></table>"

/** An application at an office, and what came of it. */
typedef struct {
  Office office;
  guint confirmed;
  guint announced;        /* how often before_send() was called */
  guint submitted_before; /* Submits that had arrived by then */
  gboolean refuses_confirm;
  gboolean refuses_send;
  gboolean is_to_go;  /* the site goes right before Submit */
  const char *submit; /* the beginning of its request */
  gboolean fate_unknown;
  KigenApplication *application;
  GError *error;
} Applicant;

void applicant_open (Applicant *applicant, gconstpointer unused);
void applicant_close (Applicant *applicant, gconstpointer unused);

/** Makes the office show its menu and this confirmation. */
void applicant_show (Applicant *applicant, const char *confirmation);
/** Applies; what came of it is in `fate_unknown`, `application` and `error`. */
void applicant_apply (Applicant *applicant);
/** Whether Submit came once, and was announced once before it came. */
void applicant_assert_once (Applicant *applicant);

G_END_DECLS
