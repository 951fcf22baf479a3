-- SPDX-License-Identifier: Apache-2.0
-- Files and folders, there or not, whose change calls for another scan: who stays resident knows nothing of stores.
CREATE TABLE watched (
  path TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
