-- What the writers of kill.c write and how it is counted afterwards. Used by kill.c only.

-- name: kill_agency
-- One half of a record.
-- takes: name text
-- gives: id int
INSERT INTO agency (name, kind) VALUES ($1, 1) RETURNING id;

-- name: kill_past
-- The other half.
-- takes: agency_id int, name text
INSERT INTO agency_past (agency_id, name, until) VALUES ($1, $2, 1);

-- name: kill_count
-- All records: halves of either kind, whole ones, and entries of the audit.
-- gives: agencies int, pasts int, pairs int, entries int
SELECT (SELECT count(*) FROM agency) AS agencies, (SELECT count(*) FROM agency_past) AS pasts,
	(SELECT count(*) FROM agency a JOIN agency_past p ON p.agency_id = a.id AND p.name = a.name)
	AS pairs, (SELECT count(*) FROM audit) AS entries;

-- name: kill_written
-- How many records one writer left.
-- takes: prefix text
-- gives: total int
SELECT count(*) AS total FROM agency WHERE substr(name, 1, length($1)) = $1;
