-- Settings. Used by setting_store.c only.

-- name: setting_generation
-- The number that changes with every change. Used by the cache.
-- gives: number int
SELECT number FROM setting_generation WHERE id = 1;

-- name: setting_set_generation
-- A new number after a change. Used by setting_store_save().
-- takes: number int
INSERT INTO setting_generation (id, number) VALUES (1, $1)
ON CONFLICT (id) DO UPDATE SET number = excluded.number;

-- name: setting_all
-- Every row, in the order in which the cache looks things up. Used by the cache.
-- gives: name text, agency_id int, value text?, sealed bytes?
SELECT name, agency_id, value, sealed FROM setting ORDER BY name, agency_id;

-- name: setting_of_agency
-- The rows of one agency. Used by setting_list().
-- takes: agency_id int
-- gives: name text, value text?, sealed bytes?, version int, changed_at int, changed_by text
SELECT name, value, sealed, version, changed_at, changed_by FROM setting
WHERE agency_id = $1 ORDER BY name;

-- name: setting_one
-- One row. Used by setting_save().
-- takes: agency_id int, name text
-- gives: id int, value text?, sealed bytes?, version int
SELECT id, value, sealed, version FROM setting WHERE agency_id = $1 AND name = $2;

-- name: setting_add
-- A setting that never had a value here. Used by setting_save().
-- takes: agency_id int, name text, value text?, sealed bytes?, changed_at int, changed_by text
-- gives: id int
INSERT INTO setting (agency_id, name, value, sealed, version, changed_at, changed_by)
VALUES ($1, $2, $3, $4, 1, $5, $6) RETURNING id;

-- name: setting_change
-- Another value, or none. Used by setting_save().
-- takes: id int, value text?, sealed bytes?, changed_at int, changed_by text
UPDATE setting SET value = $2, sealed = $3, version = version + 1, changed_at = $4, changed_by = $5
WHERE id = $1;

-- name: setting_sealed_some
-- Sealed secrets for db_reseal_batch().
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'setting.' || name || ':' || CAST(agency_id AS TEXT) AS place, sealed FROM setting
WHERE id > $1 AND sealed IS NOT NULL ORDER BY id LIMIT $2;

-- name: setting_sealed_put
-- A secret sealed anew, by db_reseal_batch().
-- takes: id int, sealed bytes
UPDATE setting SET sealed = $2 WHERE id = $1;
