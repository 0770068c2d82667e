-- Days taken in beside the program's own. Used by calendar_store.c and calendar_work.c.

-- name: calendar_newest
-- The change that all calendars of now stand at. Used by calendar_version().
-- gives: id int, mark text
SELECT id, mark FROM calendar_change ORDER BY id DESC LIMIT 1;

-- name: calendar_one_change
-- Used by calendar_load_at().
-- takes: id int
-- gives: id int
SELECT id FROM calendar_change WHERE id = $1;

-- name: calendar_add_change
-- A new version. Used by calendar_save().
-- takes: at int, account_id int, agency_id int, first_day int, last_day int, note text, mark text
-- gives: id int
INSERT INTO calendar_change (at, account_id, agency_id, first_day, last_day, note, mark)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id;

-- name: calendar_add_day
-- Used by calendar_save().
-- takes: agency_id int, day int, since_id int, kind int, name text
INSERT INTO calendar_day (agency_id, day, since_id, until_id, kind, name)
VALUES ($1, $2, $3, 0, $4, $5);

-- name: calendar_end_days
-- Days from one to another no longer hold. Used by calendar_save().
-- takes: agency_id int, first_day int, last_day int, until_id int
UPDATE calendar_day SET until_id = $4
WHERE agency_id = $1 AND day BETWEEN $2 AND $3 AND until_id = 0;

-- name: calendar_days_at
-- What held for one agency (0: the nation) at a version. Used by calendar_load_rows().
-- takes: agency_id int, version int
-- gives: day int, kind int, name text
SELECT day, kind, name FROM calendar_day
WHERE agency_id = $1 AND since_id <= $2 AND (until_id = 0 OR until_id > $2) ORDER BY day;

-- name: calendar_locals_at
-- Agencies that had days of their own at a version. Used by calendar_load_at().
-- takes: version int
-- gives: agency_id int
SELECT DISTINCT agency_id FROM calendar_day
WHERE agency_id > 0 AND since_id <= $1 AND (until_id = 0 OR until_id > $1) ORDER BY agency_id;

-- name: calendar_changes
-- What was taken in for one agency, the newest first. Used by calendar_find_changes().
-- takes: agency_id int, limit int
-- gives: id int, at int, account_id int, first_day int, last_day int, note text
SELECT id, at, account_id, first_day, last_day, note FROM calendar_change
WHERE agency_id = $1 ORDER BY id DESC LIMIT $2;
