-- What db_bench.c measures with. Used by db_bench.c only.

-- name: db_bench_add
-- A row to write.
-- takes: name text
-- gives: id int
INSERT INTO agency (name, kind) VALUES ($1, 1) RETURNING id;

-- name: db_bench_find
-- A row to look up.
-- takes: id int
-- gives: name text, kind int
SELECT name, kind FROM agency WHERE id = $1;
