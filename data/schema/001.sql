-- SPDX-License-Identifier: Apache-2.0
-- The base.  Instants are seconds since the epoch, days Julian day numbers (kigen/base/calendar.h), steps and kinds words.

-- One row: where this database comes from.
CREATE TABLE origin (
  begun_at   INTEGER NOT NULL,
  rebuilt_at INTEGER NOT NULL  -- 0: it did not take a damaged one's place
) STRICT;

-- What scans saw.  A certificate may lie in several stores.
CREATE TABLE certificate (
  id                 TEXT NOT NULL,
  store              TEXT NOT NULL,
  subject            TEXT NOT NULL,
  issuer             TEXT NOT NULL,
  common_name        TEXT NOT NULL,
  issuer_common_name TEXT NOT NULL,
  serial             TEXT NOT NULL,
  not_before         INTEGER NOT NULL,
  not_after          INTEGER NOT NULL,
  is_ca              INTEGER NOT NULL,
  label              TEXT,  -- the store's own
  profile            TEXT,
  has_key            INTEGER NOT NULL,  -- -1: not known
  first_seen_at      INTEGER NOT NULL,
  gone_at            INTEGER,
  PRIMARY KEY (store, id)
) STRICT, WITHOUT ROWID;

-- The names the user gave; a name may be there before its certificate was seen.
CREATE TABLE label (
  id   TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
  id       TEXT NOT NULL,
  stage    INTEGER NOT NULL,
  day      INTEGER NOT NULL,
  shown_at INTEGER NOT NULL,
  PRIMARY KEY (id, stage, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE renewal (
  number       INTEGER PRIMARY KEY AUTOINCREMENT,
  old_id       TEXT,           -- NULL: a first certificate
  subject      TEXT,
  profile      TEXT NOT NULL,
  store        TEXT NOT NULL,
  step         TEXT NOT NULL,  -- the last one that is complete
  under_way    INTEGER NOT NULL DEFAULT 0,
  entered_at   INTEGER NOT NULL DEFAULT 0,
  applied_at   INTEGER NOT NULL DEFAULT 0,
  request_id   TEXT,
  reference_id TEXT,
  new_id       TEXT,
  backup       TEXT,
  old_choice   TEXT,
  reason       TEXT,
  begun_at     INTEGER NOT NULL,
  changed_at   INTEGER NOT NULL
) STRICT;

-- A certificate is renewed by one renewal at a time.
CREATE UNIQUE INDEX renewal_open ON renewal (old_id) WHERE step NOT IN ('done', 'abandoned');
CREATE INDEX renewal_subject ON renewal (subject);

-- Each entrance into a step; one without an end was interrupted.
CREATE TABLE step (
  renewal     INTEGER NOT NULL REFERENCES renewal (number) ON DELETE CASCADE,
  step        TEXT NOT NULL,
  entered_at  INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;

CREATE INDEX step_renewal ON step (renewal);

CREATE TABLE history (
  number INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL,
  kind   TEXT NOT NULL,
  id     TEXT,
  text   TEXT NOT NULL
) STRICT;
