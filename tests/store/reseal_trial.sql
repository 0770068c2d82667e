-- Statements of the tests of sealing anew.

-- name: reseal_trial_add
-- A sealed value.
-- takes: id int, sealed bytes?
INSERT INTO reseal_trial (id, sealed) VALUES ($1, $2);

-- name: reseal_trial_some
-- Sealed values for db_reseal_batch().
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'trial.value:' || CAST(id AS TEXT) AS place, sealed FROM reseal_trial
WHERE id > $1 AND sealed IS NOT NULL ORDER BY id LIMIT $2;

-- name: reseal_trial_put
-- A value sealed anew, by db_reseal_batch().
-- takes: id int, sealed bytes
UPDATE reseal_trial SET sealed = $2 WHERE id = $1;
