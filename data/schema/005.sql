-- SPDX-License-Identifier: Apache-2.0
-- Whether the certificate's authority is of a kind that Kigen only watches, so that its notices say where it is renewed.
ALTER TABLE certificate ADD COLUMN is_unserved INTEGER NOT NULL DEFAULT 0;
