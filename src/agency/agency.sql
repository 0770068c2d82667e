-- Agencies. Used by agency_store.c only.

-- name: agency_by_id
-- One agency. Used by agency_load().
-- takes: id int
-- gives: id int, name text, parent_id int?, kind int
SELECT id, name, parent_id, kind FROM agency WHERE id = $1;

-- name: agency_by_name
-- The agency of an exact name. Used by agency_find().
-- takes: name text
-- gives: id int, name text, parent_id int?, kind int
SELECT id, name, parent_id, kind FROM agency WHERE name = $1;

-- name: agency_add
-- A new agency; gives nothing when the name is there already. Used by agency_find_or_make().
-- takes: name text, kind int
-- gives: id int
INSERT INTO agency (name, kind) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING id;

-- name: agency_place
-- Parent and kind of an agency. Used by agency_save_place().
-- takes: id int, parent_id int?, kind int
-- gives: id int
UPDATE agency SET parent_id = $2, kind = $3 WHERE id = $1 RETURNING id;

-- name: agency_above
-- The agency itself and all above it, to find circles. Used by agency_save_place().
-- takes: id int
-- gives: id int
WITH RECURSIVE above (id, parent_id) AS (
	SELECT a.id, a.parent_id FROM agency a WHERE a.id = $1
	UNION
	SELECT a.id, a.parent_id FROM agency a JOIN above b ON a.id = b.parent_id
)
SELECT id FROM above;

-- name: agency_some
-- A page of agencies by name; an empty pattern is all. Used by agency_find_all().
-- takes: pattern text, limit int, offset int
-- gives: id int, name text, parent_id int?, kind int
SELECT id, name, parent_id, kind FROM agency
WHERE ($1 = '' OR lower(name) LIKE $1 ESCAPE '!')
ORDER BY name LIMIT $2 OFFSET $3;

-- name: agency_some_count
-- How many agencies agency_some would give without paging. Used by agency_find_all().
-- takes: pattern text
-- gives: total int
SELECT count(*) AS total FROM agency WHERE ($1 = '' OR lower(name) LIKE $1 ESCAPE '!');
