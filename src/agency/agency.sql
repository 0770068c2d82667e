-- Agencies, their tree and their history. Used by agency_store.c, agency_tree_store.c,
-- agency_history_store.c, agency_work.c and agency_end_work.c only.

-- piece: agency
-- One agency as it is known everywhere.
-- gives: id int, name text, parent_id int?, kind int, level int, path text
-- gives: short_names text, credit_code text?, division_code text?, sort_order int
-- gives: valid_from int?, valid_to int?, version int
a.id, a.name, a.parent_id, a.kind, a.level, a.path, a.short_names, a.credit_code,
	a.division_code, a.sort_order, a.valid_from, a.valid_to, a.version

-- name: agency_by_id
-- One agency. Used by agency_load().
-- takes: id int
-- gives: {agency}
SELECT {agency}
FROM agency a WHERE a.id = $1;

-- name: agency_by_name
-- Agencies of an exact name, existing ones first. Used by agency_find().
-- takes: name text
-- gives: {agency}
SELECT {agency}
FROM agency a WHERE a.name = $1
ORDER BY CASE WHEN a.valid_to IS NULL THEN 0 ELSE 1 END, a.id LIMIT 1;

-- name: agency_by_code
-- The existing agency of a credit code. Used by agency_find_code().
-- takes: credit_code text
-- gives: {agency}
SELECT {agency}
FROM agency a WHERE a.credit_code = $1 AND a.valid_to IS NULL;

-- name: agency_meant
-- Whom a name may mean: those that have it now, had it when they ended, were once called so, or have
-- it as a short name ($2 is the name between two 、). Used by agency_find_meant().
-- takes: name text, marked_name text, limit int
-- gives: {agency}, naming int
SELECT {agency}, m.naming
FROM (
	SELECT n.id, min(n.naming) AS naming FROM (
		SELECT id, CASE WHEN valid_to IS NULL THEN 0 ELSE 1 END AS naming
		FROM agency WHERE name = $1
		UNION ALL
		SELECT agency_id, 2 FROM agency_past WHERE name = $1
		UNION ALL
		SELECT id, 3 FROM agency WHERE valid_to IS NULL AND short_names <> ''
			AND replace('、' || short_names || '、', $2, '') <> '、' || short_names || '、'
	) AS n GROUP BY n.id
) AS m JOIN agency a ON a.id = m.id
ORDER BY m.naming, CASE WHEN a.valid_to IS NULL THEN 0 ELSE 1 END, a.id LIMIT $3;

-- name: agency_twin
-- Another existing agency of this name below the same parent. Used by agency_work.c.
-- takes: parent_id int, name text, not_id int
-- gives: id int
SELECT id FROM agency
WHERE coalesce(parent_id, 0) = $1 AND name = $2 AND valid_to IS NULL AND id <> $3;

-- name: agency_add
-- A new agency, whose path follows when its id is known; nothing when it is there already. Used
-- by agency_insert().
-- takes: name text, parent_id int?, kind int, level int, short_names text, credit_code text?
-- takes: division_code text?, sort_order int, valid_from int?, words text
-- gives: id int
INSERT INTO agency (name, parent_id, kind, level, short_names, credit_code, division_code,
	sort_order, valid_from, words)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id;

-- name: agency_set_path
-- The path of a new agency. Used by agency_store.c.
-- takes: id int, path text
UPDATE agency SET path = $2 WHERE id = $1;

-- name: agency_place
-- Parent and kind of an agency. Used by agency_save_place().
-- takes: id int, parent_id int?, kind int
-- gives: version int
UPDATE agency SET parent_id = $2, kind = $3, version = version + 1 WHERE id = $1 RETURNING version;

-- name: agency_set_parent
-- Parent of an agency, when it is still the version that was seen. Used by agency_work.c.
-- takes: id int, version int, parent_id int?
-- gives: version int
UPDATE agency SET parent_id = $3, version = version + 1 WHERE id = $1 AND version = $2
RETURNING version;

-- name: agency_move_paths
-- A whole subtree to another place: the first $3 - 1 characters of its paths become $4. $1 and $2
-- enclose the paths that begin with the old one. Used by agency_tree_store.c.
-- takes: from_path text, before_path text, keep_from int, new_start text
UPDATE agency SET path = $4 || substr(path, CAST($3 AS INTEGER)) WHERE path >= $1 AND path < $2;

-- name: agency_longest_path
-- The deepest paths of a subtree; depth is counted by their slashes. Used by agency_tree_store.c.
-- takes: from_path text, before_path text
-- gives: depth int?
SELECT max(length(path) - length(replace(path, '/', ''))) AS depth
FROM agency WHERE path >= $1 AND path < $2;

-- name: agency_set_name
-- The name of an agency, when it is still the version that was seen. Used by agency_work.c.
-- takes: id int, version int, name text, words text
-- gives: version int
UPDATE agency SET name = $3, words = $4, version = version + 1 WHERE id = $1 AND version = $2
RETURNING version;

-- name: agency_set
-- Everything but name, place and end, when it is still the version that was seen. Used by
-- agency_work.c.
-- takes: id int, version int, kind int, level int, short_names text, credit_code text?
-- takes: division_code text?, sort_order int, valid_from int?, words text
-- gives: version int
UPDATE agency SET kind = $3, level = $4, short_names = $5, credit_code = $6, division_code = $7,
	sort_order = $8, valid_from = $9, words = $10, version = version + 1
WHERE id = $1 AND version = $2 RETURNING version;

-- name: agency_set_end
-- The day from which an agency no longer is, when it is still the version that was seen. Used by
-- agency_work.c.
-- takes: id int, version int, valid_to int
-- gives: version int
UPDATE agency SET valid_to = $3, version = version + 1 WHERE id = $1 AND version = $2
RETURNING version;

-- name: agency_office
-- Particulars of a disclosure office. Used by agency_load_office().
-- takes: id int
-- gives: categories text, arrangement text, ways text, office text, address text, hours text
-- gives: phone text, fax text, online text
SELECT categories, arrangement, ways, office, address, hours, phone, fax, online
FROM agency_office WHERE agency_id = $1;

-- name: agency_put_office
-- Used by agency_work.c.
-- takes: id int, categories text, arrangement text, ways text, office text, address text
-- takes: hours text, phone text, fax text, online text
INSERT INTO agency_office (agency_id, categories, arrangement, ways, office, address, hours, phone,
	fax, online)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (agency_id) DO UPDATE SET categories = $2, arrangement = $3, ways = $4, office = $5,
	address = $6, hours = $7, phone = $8, fax = $9, online = $10;

-- name: agency_above
-- The agency itself and all above it, from the top down. Used by agency_find_above().
-- takes: id int
-- gives: {agency}
WITH RECURSIVE above (id, parent_id) AS (
	SELECT s.id, s.parent_id FROM agency s WHERE s.id = $1
	UNION
	SELECT s.id, s.parent_id FROM agency s JOIN above b ON s.id = b.parent_id
)
SELECT {agency}
FROM above b JOIN agency a ON a.id = b.id ORDER BY length(a.path);

-- name: agency_some
-- A page of agencies by name; an empty pattern is all. Used by agency_find_all().
-- takes: pattern text, limit int, offset int
-- gives: {agency}
SELECT {agency}
FROM agency a WHERE ($1 = '' OR a.words LIKE $1 ESCAPE '!')
ORDER BY a.name, a.id LIMIT $2 OFFSET $3;

-- name: agency_some_count
-- How many agencies agency_some would give without paging. Used by agency_find_all().
-- takes: pattern text
-- gives: total int
SELECT count(*) AS total FROM agency WHERE ($1 = '' OR words LIKE $1 ESCAPE '!');

-- name: agency_children
-- A page of those directly below a parent (0: the top), behind the place that $3, $4, $5 name. Used
-- by agency_find_children().
-- takes: parent_id int, with_ended int, sort_order int, name text, id int, limit int
-- gives: {agency}, child_count int
SELECT {agency},
	(SELECT count(*) FROM (
		SELECT c.id FROM agency c WHERE c.parent_id = a.id AND c.valid_to IS NULL LIMIT 1000
	) AS few) AS child_count
FROM agency a
WHERE coalesce(a.parent_id, 0) = $1 AND (a.valid_to IS NULL OR $2 = 1)
	AND (a.sort_order, a.name, a.id) > ($3, $4, $5)
ORDER BY a.sort_order, a.name, a.id LIMIT $6;

-- name: agency_found
-- A page of existing agencies below a path by their words, behind the place that $4, $5 name. $3 is
-- one word of the pattern: looking for it is cheaper than the pattern. The words are walked through
-- in their index alone (w); rows (a) are fetched only for what is found. Used by agency_search().
-- takes: pattern text, top text, word text, words text, id int, limit int
-- gives: {agency}, child_count int
SELECT {agency},
	(SELECT count(*) FROM (
		SELECT c.id FROM agency c WHERE c.parent_id = a.id AND c.valid_to IS NULL LIMIT 1000
	) AS few) AS child_count
FROM agency w CROSS JOIN agency a
WHERE (w.words, w.id) > ($4, $5)
	-- only sqlite
	AND instr(w.words, $3) > 0
	-- only postgres
	AND strpos(w.words, $3) > 0
	-- both
	AND w.words LIKE $1 ESCAPE '!' AND a.id = w.id
	AND a.valid_to IS NULL AND substr(a.path, 1, length($2)) = $2
ORDER BY w.words, w.id LIMIT $6;

-- name: agency_words
-- Where a page ended. Used by agency_search().
-- takes: id int
-- gives: words text
SELECT words FROM agency WHERE id = $1;

-- name: agency_first_child
-- An existing agency directly below, if there is any. Used by agency_work.c.
-- takes: parent_id int
-- gives: id int, version int
SELECT id, version FROM agency
WHERE coalesce(parent_id, 0) = $1 AND valid_to IS NULL ORDER BY sort_order, name, id LIMIT 1;

-- name: agency_add_past
-- What was true until a change. Used by agency_work.c.
-- takes: agency_id int, name text, parent_id int?, until int
INSERT INTO agency_past (agency_id, name, parent_id, until) VALUES ($1, $2, $3, $4);

-- name: agency_last_past
-- The day of the last change. Used by agency_work.c.
-- takes: agency_id int
-- gives: until int?
SELECT max(until) AS until FROM agency_past WHERE agency_id = $1;

-- name: agency_pasts
-- Changes of one agency, the oldest first. Used by agency_load_pasts().
-- takes: agency_id int
-- gives: agency_id int, name text, parent_id int?, until int
SELECT agency_id, name, parent_id, until FROM agency_past WHERE agency_id = $1 ORDER BY until, id;

-- name: agency_all_pasts
-- All changes of place and name. Used by agency_load_history().
-- gives: agency_id int, parent_id int?, until int
SELECT agency_id, parent_id, until FROM agency_past ORDER BY agency_id, until, id;

-- name: agency_all_lives
-- The span and parent of each agency. Used by agency_load_history().
-- gives: id int, parent_id int?, valid_from int?, valid_to int?
SELECT id, parent_id, valid_from, valid_to FROM agency ORDER BY id;

-- name: agency_add_successor
-- Used by agency_work.c.
-- takes: agency_id int, successor_id int, since int, is_main int
INSERT INTO agency_successor (agency_id, successor_id, since, is_main) VALUES ($1, $2, $3, $4);

-- name: agency_all_successors
-- Main successors. Used by agency_load_history().
-- gives: agency_id int, successor_id int, since int
SELECT agency_id, successor_id, since FROM agency_successor WHERE is_main = 1 ORDER BY agency_id;

-- name: agency_successors
-- Who came after an agency. Used by agency_load_successors().
-- takes: agency_id int
-- gives: id int, name text, since int, is_main int
SELECT a.id, a.name, s.since, s.is_main
FROM agency_successor s JOIN agency a ON a.id = s.successor_id
WHERE s.agency_id = $1 ORDER BY s.is_main DESC, a.id;

-- name: agency_forerunners
-- Whom an agency came after. Used by agency_load_forerunners().
-- takes: agency_id int
-- gives: id int, name text, since int, is_main int
SELECT a.id, a.name, s.since, s.is_main
FROM agency_successor s JOIN agency a ON a.id = s.agency_id
WHERE s.successor_id = $1 ORDER BY s.since, a.id;

-- name: agency_listed
-- Agencies below a path from the top down, for lists that leave the house. Used by
-- agency_load_all().
-- takes: from_path text, before_path text
-- gives: {agency}
-- gives: categories text?, arrangement text?, ways text?, office text?
-- gives: address text?, hours text?, phone text?, fax text?, online text?
SELECT {agency},
	o.categories, o.arrangement, o.ways, o.office, o.address, o.hours, o.phone, o.fax, o.online
FROM agency a LEFT JOIN agency_office o ON o.agency_id = a.id
WHERE a.path >= $1 AND a.path < $2 ORDER BY length(a.path), a.sort_order, a.name, a.id;
