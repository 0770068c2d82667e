-- The book of applied schema steps. Used by db_steps.c only.

-- name: db_step_list
-- Every applied step, oldest first.
-- gives: number int, digest text
SELECT number, digest FROM schema_step ORDER BY number;

-- name: db_step_add
-- Write down that a step was applied.
-- takes: number int, name text, digest text, applied_at int
INSERT INTO schema_step (number, name, digest, applied_at) VALUES ($1, $2, $3, $4);
