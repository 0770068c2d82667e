-- One more sort of reminder: an inquiry or a fee notice that was sent and whose delivery nobody entered.
-- SQLite cannot change a CHECK, so there the table is made anew.
-- only sqlite
ALTER TABLE application_reminder RENAME TO application_reminder_before;

-- What somebody was reminded of: once for each case, sort and day, whichever server does it. `kind`: see
-- enum docket_reminding; `about_id` is the case, of kinds 8 to 11 the dispute, so it references neither.
-- `is_mailed`: the day's letter that names it was written.
CREATE TABLE application_reminder (
	about_id INT NOT NULL,
	kind INT NOT NULL CHECK (kind BETWEEN 1 AND 12),
	day INT NOT NULL,
	account_id INT NOT NULL REFERENCES account (id),
	agency_id INT NOT NULL REFERENCES agency (id),
	is_mailed INT NOT NULL DEFAULT 0 CHECK (is_mailed IN (0, 1)),
	PRIMARY KEY (about_id, kind, day, account_id)
);
INSERT INTO application_reminder (about_id, kind, day, account_id, agency_id, is_mailed)
SELECT about_id, kind, day, account_id, agency_id, is_mailed FROM application_reminder_before;
DROP TABLE application_reminder_before;
CREATE INDEX application_reminder_mail ON application_reminder (account_id) WHERE is_mailed = 0;
CREATE INDEX application_reminder_day ON application_reminder (day);
-- only postgres
ALTER TABLE application_reminder DROP CONSTRAINT application_reminder_kind_check;
ALTER TABLE application_reminder ADD CONSTRAINT application_reminder_kind_check CHECK (kind BETWEEN 1 AND 12);
-- both

-- Reports of a state by year: years and what waits are found in it, and nothing is sorted.
DROP INDEX report_state;
CREATE INDEX report_state ON report (state, year, agency_id);
