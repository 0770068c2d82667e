-- Rows for the tests of copies, in tables that have every kind of difficulty. Used by backup.c only.

-- name: backup_agency
-- takes: name text
-- gives: id int
-- An agency.
INSERT INTO agency (name, kind) VALUES ($1, 1) RETURNING id;

-- name: backup_below
-- Put an agency below one that may have a higher number.
-- takes: id int, parent_id int
UPDATE agency SET parent_id = $2 WHERE id = $1;

-- name: backup_forget
-- Take an agency away.
-- takes: id int
DELETE FROM agency WHERE id = $1;

-- name: backup_generation
-- Change the row that the steps themselves wrote.
-- takes: number int
UPDATE agency_site_generation SET number = $1;

-- name: backup_generation_now
-- What it says now.
-- gives: number int
SELECT number FROM agency_site_generation;

-- name: backup_successor
-- A row whose key are two columns.
-- takes: agency_id int, successor_id int
INSERT INTO agency_successor (agency_id, successor_id, since, is_main) VALUES ($1, $2, 0, 0);

-- name: backup_audit
-- A row that may never be changed again; only a copy puts such in.
-- takes: id int, before text
INSERT INTO audit (id, at, account_id, name, for_agency_id, address, way, deed, thing, thing_id,
	agency_id, before, after, previous, digest)
VALUES ($1, 0, 0, '', 0, '', 1, 'test.done', 'test', 0, 0, $2, '',
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0000000000000000000000000000000000000000000000000000000000000000');

-- name: backup_count
-- How many agencies there are.
-- gives: total int
SELECT count(*) AS total FROM agency;
