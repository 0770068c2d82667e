-- Which reports the public sees (filing/), and notices to people (notice/).

-- `state`: 0 waiting for approval (待签发), 1 shown to the public, 2 shown once and replaced since,
-- 3 withdrawn (已撤下), 4 returned to its author (已退回). The public sees 1 and, as older versions, 2.
-- `published_at` is when it was first shown; `note` says why it was returned or withdrawn. Reports from
-- before these columns were public.
ALTER TABLE report ADD COLUMN state INT NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4);
ALTER TABLE report ADD COLUMN published_at INT;
ALTER TABLE report ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN stored_by INT REFERENCES account (id);
ALTER TABLE report ADD COLUMN version INT NOT NULL DEFAULT 1;
UPDATE report SET state = CASE WHEN replaced_by IS NULL THEN 1 ELSE 2 END, published_at = stored_at;
CREATE UNIQUE INDEX report_shown ON report (agency_id, year) WHERE state = 1;
CREATE INDEX report_state ON report (state, agency_id);

-- A sentence for one person, with the page it speaks of. Kept until its reader removes it, or for 180
-- days after it was read.
CREATE TABLE notice (
	id ID,
	account_id INT NOT NULL REFERENCES account (id),
	at INT NOT NULL,
	says TEXT NOT NULL CHECK (says <> ''),
	address TEXT NOT NULL,
	read_at INT
);
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_read ON notice (read_at) WHERE read_at IS NOT NULL;
