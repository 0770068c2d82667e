-- What a copy asks beside the tables' own statements (tools/tables.c). Used by db_copy.c only.

-- name: db_copy_last_id
-- The highest number that a table ever gave, so that none is given twice.
-- takes: table_name text
-- gives: last int
-- only sqlite
SELECT seq AS last FROM sqlite_sequence WHERE name = $1;
-- only postgres
SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, 'id')::regclass), 0) AS last;

-- name: db_copy_set_last_id
-- Let a table number on behind this one.
-- takes: table_name text, last int
-- gives: seq int
-- only sqlite
INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq)
VALUES ((SELECT rowid FROM sqlite_sequence WHERE name = $1), $1, $2) RETURNING seq;
-- only postgres
SELECT setval(pg_get_serial_sequence($1, 'id'), $2) AS seq;

-- name: db_copy_examine
-- "ok", or what the engine finds wrong with its file.
-- gives: says text
-- only sqlite
SELECT integrity_check AS says FROM pragma_integrity_check(1);
-- only postgres
SELECT 'ok' AS says;

-- name: db_copy_loose
-- How many rows point at rows that are not there.
-- gives: total int
-- only sqlite
SELECT count(*) AS total FROM pragma_foreign_key_check;
-- only postgres
SELECT 0 AS total;
