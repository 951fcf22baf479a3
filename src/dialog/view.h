/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "controller.h"

#include <kigen/conversation/conversation.h>

G_BEGIN_DECLS

/** The conversation in windows: a view that asks in the main thread and waits in the job's. */
typedef struct {
  KigenView view;
  Controller *controller;
} WindowView;

WindowView window_view (Controller *controller);

G_END_DECLS
