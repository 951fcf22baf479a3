-- SPDX-License-Identifier: Apache-2.0
-- What a renewal has to know across restarts: how many applications were sent, since when the new certificate is refused
-- at the login, and the SHA-256 of the backup as it was read back.
ALTER TABLE renewal ADD COLUMN applications INTEGER NOT NULL DEFAULT 0;
ALTER TABLE renewal ADD COLUMN refused_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE renewal ADD COLUMN backup_sum TEXT;
