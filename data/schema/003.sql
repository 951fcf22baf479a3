-- SPDX-License-Identifier: Apache-2.0
-- Where copies of a certificate were written at the user's wish; those of renewals stand with these.
CREATE TABLE backup (
  id   TEXT NOT NULL,
  path TEXT NOT NULL,
  at   INTEGER NOT NULL,
  PRIMARY KEY (id, path)
) STRICT, WITHOUT ROWID;

-- Files and folders, there or not, whose change calls for another scan: who stays resident knows nothing of stores.
CREATE TABLE watched (
  path TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
