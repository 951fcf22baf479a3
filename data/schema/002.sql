-- SPDX-License-Identifier: Apache-2.0
-- What the user answered to a notice, and on which local day: "later" counts from the answer, not from the notice.
ALTER TABLE notice ADD COLUMN answer TEXT;
ALTER TABLE notice ADD COLUMN answered_day INTEGER NOT NULL DEFAULT 0;
