-- SPDX-License-Identifier: Apache-2.0
-- A database as the first schema left it: frozen, never to be changed with data/schema.
PRAGMA application_id = 1263093573;
PRAGMA user_version = 1;
CREATE TABLE origin (
  begun_at   INTEGER NOT NULL,
  rebuilt_at INTEGER NOT NULL
) STRICT;
INSERT INTO origin VALUES (1750000000, 1750000001);
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
  label              TEXT,
  profile            TEXT,
  has_key            INTEGER NOT NULL,
  first_seen_at      INTEGER NOT NULL,
  gone_at            INTEGER,
  PRIMARY KEY (store, id)
) STRICT, WITHOUT ROWID;
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
  old_id       TEXT,
  subject      TEXT,
  profile      TEXT NOT NULL,
  store        TEXT NOT NULL,
  step         TEXT NOT NULL,
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
CREATE UNIQUE INDEX renewal_open ON renewal (old_id) WHERE step NOT IN ('done', 'abandoned');
CREATE INDEX renewal_subject ON renewal (subject);
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
INSERT INTO certificate VALUES ('aaaa', 'nss:/home/desk/.pki/nssdb', 'C=JP, CN=0110119153',
  'C=JP, CN=Online Billing NW Common Root CA G2A', '0110119153', 'Online Billing NW Common Root CA G2A', '2A',
  1700000000, 1800000000, 0, 'desk', 'obn', 1, 1750000100, NULL);
INSERT INTO label VALUES ('aaaa', '受付');
INSERT INTO notice VALUES ('aaaa', 90, 2460900, 1756700000);
INSERT INTO renewal VALUES (7, 'aaaa', 'C=JP, CN=0110119153', 'obn', 'nss:/home/desk/.pki/nssdb', 'issued', 1,
  1756700200, 1756700100, '202509010001000', 'reference', NULL, '/home/desk/desk.p12', 'keep', NULL, 1756700050,
  1756700200);
INSERT INTO step VALUES (7, 'begun', 1756700050, 1756700050);
INSERT INTO step VALUES (7, 'received', 1756700200, NULL);
INSERT INTO history VALUES (1, 1756700050, 'renewal-begun', 'aaaa', 'The renewal was begun.');
