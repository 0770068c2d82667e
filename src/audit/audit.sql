-- The audit. Used by audit_store.c, audit_find.c and audit_verify.c only. Filters take 0 and '' as "all".

-- name: audit_head_for_adding
-- The end of the chain, held until the transaction ends. Used by audit_write().
-- gives: entry_count int, digest text, day int
SELECT entry_count, digest, day FROM audit_head WHERE id = 1
-- only postgres
FOR UPDATE
-- both
;

-- name: audit_head_load
-- The end of the chain. Used by audit_verify() and audit_put_heads().
-- gives: entry_count int, digest text, day int
SELECT entry_count, digest, day FROM audit_head WHERE id = 1;

-- name: audit_add
-- A new entry. Used by audit_write().
-- takes: id int, at int, account_id int, name text, for_agency_id int, address text, way int
-- takes: deed text, thing text, thing_id int, agency_id int, before text, after text
-- takes: previous text, digest text
INSERT INTO audit (id, at, account_id, name, for_agency_id, address, way, deed, thing, thing_id,
	agency_id, before, after, previous, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: audit_day_add
-- The first entry of a run of one day. Used by audit_write().
-- takes: first_id int, day int, before text
INSERT INTO audit_day (first_id, day, before) VALUES ($1, $2, $3);

-- name: audit_head_add
-- The first end. Used by audit_write().
-- takes: digest text, day int
INSERT INTO audit_head (id, entry_count, digest, day) VALUES (1, 1, $1, $2);

-- name: audit_head_move
-- The end moves to the new entry. Used by audit_write().
-- takes: entry_count int, digest text, day int
UPDATE audit_head SET entry_count = $1, digest = $2, day = $3 WHERE id = 1;

-- piece: entry
-- One entry, from the one table of them.
-- gives: id int, at int, account_id int, name text, for_agency_id int, address text, way int
-- gives: deed text, thing text, thing_id int, agency_id int, before text, after text
-- gives: previous text, digest text
id, at, account_id, name, for_agency_id, address, way, deed, thing, thing_id, agency_id,
	before, after, previous, digest
FROM audit

-- piece: bounds
-- Between which entries and from when to when; $5 is the limit.
-- takes: after_id int, before_id int, from_at int, to_at int, limit int
id > $1 AND id < $2 AND at >= $3 AND at < $4

-- name: audit_onward
-- Entries in order from one on. Used by audit_verify().
-- takes: after_id int, before_id int, limit int
-- gives: {entry}
SELECT {entry} WHERE id > $1 AND id < $2 ORDER BY id LIMIT $3;

-- name: audit_by_id
-- One entry. Used by audit_verify_heads().
-- takes: id int
-- gives: {entry}
SELECT {entry} WHERE id = $1;

-- name: audit_by_thing
-- The history of one row. Used by audit_find().
-- takes: {bounds}
-- takes: thing text, thing_id int, account_id int, agency_id int, deed text, deed_end text
-- gives: {entry}
SELECT {entry}
WHERE thing = $6 AND thing_id = $7 AND {bounds}
	AND ($8 = 0 OR account_id = $8) AND ($9 = 0 OR agency_id = $9)
	AND ($10 = '' OR (deed >= $10 AND deed < $11))
ORDER BY id DESC LIMIT $5;

-- name: audit_by_account
-- What one account did. Used by audit_find().
-- takes: {bounds}
-- takes: account_id int, agency_id int, thing text, deed text, deed_end text
-- gives: {entry}
SELECT {entry}
WHERE account_id = $6 AND {bounds}
	AND ($7 = 0 OR agency_id = $7) AND ($8 = '' OR thing = $8)
	AND ($9 = '' OR (deed >= $9 AND deed < $10))
ORDER BY id DESC LIMIT $5;

-- name: audit_by_deed
-- Entries of one deed done to one kind of thing. Used by audit_find().
-- takes: {bounds}
-- takes: deed text, thing text, agency_id int
-- gives: {entry}
SELECT {entry}
WHERE deed = $6 AND thing = $7 AND {bounds}
	AND ($8 = 0 OR agency_id = $8)
ORDER BY id DESC LIMIT $5;

-- name: audit_by_agency
-- What happened to one agency's things. Used by audit_find().
-- takes: {bounds}
-- takes: agency_id int
-- gives: {entry}
SELECT {entry}
WHERE agency_id = $6 AND {bounds}
ORDER BY id DESC LIMIT $5;

-- name: audit_newest
-- Entries whatever they are. Used by audit_find().
-- takes: {bounds}
-- gives: {entry}
SELECT {entry}
WHERE {bounds}
ORDER BY id DESC LIMIT $5;

-- name: audit_within
-- Entries of the agencies of some parts of the tree. Used by audit_find().
-- takes: {bounds}
-- takes: patterns text, account_id int, agency_id int, thing text, thing_id int, deed text, deed_end text
-- gives: {entry}
SELECT {entry}
WHERE {bounds}
	AND agency_id IN (SELECT a.id FROM agency a WHERE
		-- only sqlite
		EXISTS (SELECT 1 FROM json_each($6) g WHERE a.path LIKE g.value)
		-- only postgres
		a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($6 AS jsonb))))
		-- both
	)
	AND ($7 = 0 OR account_id = $7) AND ($8 = 0 OR agency_id = $8) AND ($9 = '' OR thing = $9)
	AND ($10 = 0 OR thing_id = $10) AND ($11 = '' OR (deed >= $11 AND deed < $12))
ORDER BY id DESC LIMIT $5;

-- name: audit_between
-- Entries whatever they are, the oldest first. Used by audit_find_onward().
-- takes: {bounds}
-- gives: {entry}
SELECT {entry}
WHERE {bounds}
ORDER BY id LIMIT $5;

-- name: audit_next_thing
-- The kind of thing after one that the same deed was done to, by jumping along the index (SQLite
-- would walk through what is equal if deed and thing were compared as a pair). Used by audit_find().
-- takes: deed text, thing text
-- gives: deed text, thing text
SELECT deed, thing FROM audit WHERE deed = $1 AND thing > $2 ORDER BY thing LIMIT 1;

-- name: audit_next_deed
-- The deed after one, and its first kind of thing. Used by audit_find().
-- takes: deed text, deed_end text
-- gives: deed text, thing text
SELECT deed, thing FROM audit WHERE deed > $1 AND deed < $2 ORDER BY deed, thing LIMIT 1;

-- name: audit_day_first
-- The first entry that the clock put on one of some days. Used by audit_find().
-- takes: from_day int, to_day int
-- gives: first_id int?
SELECT min(first_id) AS first_id FROM audit_day WHERE day BETWEEN $1 AND $2;

-- name: audit_day_end
-- The first entry after the last run of some days; none when that run is the last. Used by
-- audit_find().
-- takes: from_day int, to_day int
-- gives: end_id int?
SELECT min(first_id) AS end_id FROM audit_day
WHERE first_id > (SELECT max(d.first_id) FROM audit_day d WHERE d.day BETWEEN $1 AND $2);

-- name: audit_day_onward
-- Runs in order. Used by audit_verify() and audit_put_heads().
-- takes: after_id int, limit int
-- gives: first_id int, day int, before text
SELECT first_id, day, before FROM audit_day WHERE first_id > $1 ORDER BY first_id LIMIT $2;
