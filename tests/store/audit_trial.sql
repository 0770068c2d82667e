-- Statements of the tests of the audit: a change that an entry tells of.

-- name: audit_trial_add
-- A change.
-- takes: number int
INSERT INTO audit_trial (number) VALUES ($1);

-- name: audit_trial_count
-- How many changes there are.
-- gives: total int
SELECT count(*) AS total FROM audit_trial;
