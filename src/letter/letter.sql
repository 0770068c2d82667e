-- Letters, their templates, numbers and deliveries. Used by letter_store.c and the _work.c files of this
-- room only.

-- piece: letter
-- One letter with its agency.
-- gives: id int, agency_id int, agency_name text, agency_path text, subject text, subject_id int
-- gives: kind int, state int, title text, series text?, year int?, count int?, number text?
-- gives: issued_on int?, signed_by int?, signed_name text, docx text, pdf text, void_reason text
-- gives: made_at int, changed_at int, version int
l.id, l.agency_id, a.name AS agency_name, a.path AS agency_path, l.subject, l.subject_id, l.kind,
	l.state, l.title, l.series, l.year, l.count, l.number, l.issued_on, l.signed_by, l.signed_name,
	l.docx, l.pdf, l.void_reason, l.made_at, l.changed_at, l.version
FROM letter l JOIN agency a ON a.id = l.agency_id

-- name: letter_by_id
-- One letter, without what it says. Used by letter_load().
-- takes: id int
-- gives: {letter}
SELECT {letter}
WHERE l.id = $1;

-- name: letter_of_subject
-- Letters of one matter, the oldest first. Used by letter_find_subject().
-- takes: subject text, subject_id int
-- gives: {letter}
SELECT {letter}
WHERE l.subject = $1 AND l.subject_id = $2 ORDER BY l.id;

-- name: letter_numbered
-- Letters that ever had a number, the newest first; 0, -1 or an empty text filter nothing. Used by
-- letter_register().
-- takes: pattern text, agency_id int, year int, series text, state int, before_id int, limit int
-- gives: {letter}
SELECT {letter}
WHERE l.count IS NOT NULL AND a.path LIKE $1 AND ($2 = 0 OR l.agency_id = $2)
	AND ($3 = 0 OR l.year = $3) AND ($4 = '' OR l.series = $4) AND ($5 < 0 OR l.state = $5)
	AND ($6 = 0 OR l.id < $6)
ORDER BY l.id DESC LIMIT $7;

-- name: letter_content
-- What a letter says. Used by letter_store_content().
-- takes: id int
-- gives: place text, is_online int, draft bytes, fixed bytes?
SELECT place, is_online, draft, fixed FROM letter WHERE id = $1;

-- name: letter_add
-- A new draft. Used by letter_save_draft().
-- takes: agency_id int, subject text, subject_id int, kind int, state int, place text, title text
-- takes: is_online int, draft bytes, now int
-- gives: id int
INSERT INTO letter (agency_id, subject, subject_id, kind, state, place, title, is_online, draft, made_at,
	changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id;

-- name: letter_change
-- A draft as it is now. Used by letter_save_draft().
-- takes: id int, version int, state int, title text, is_online int, draft bytes, now int
-- gives: id int
UPDATE letter SET state = $3, title = $4, is_online = $5, draft = $6, changed_at = $7,
	version = version + 1
WHERE id = $1 AND version = $2 AND state IN (0, 1) RETURNING id;

-- name: letter_take_number
-- The next number of a series. Used by letter_sign().
-- takes: agency_id int, series text, year int
-- gives: last int
INSERT INTO letter_number (agency_id, series, year, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (agency_id, series, year) DO UPDATE SET last = letter_number.last + 1 RETURNING last;

-- name: letter_fix
-- A letter is signed. Used by letter_sign().
-- takes: id int, version int, fixed bytes, series text, year int, count int, number text
-- takes: issued_on int, signed_by int?, signed_name text, now int
-- gives: id int
UPDATE letter SET state = 2, fixed = $3, series = $4, year = $5, count = $6, number = $7, issued_on = $8,
	signed_by = $9, signed_name = $10, changed_at = $11, version = version + 1
WHERE id = $1 AND version = $2 AND state IN (0, 1) RETURNING id;

-- name: letter_cancel
-- A letter becomes void; a number stays. Used by letter_void().
-- takes: id int, version int, reason text, now int
-- gives: id int
UPDATE letter SET state = 3, void_reason = $3, changed_at = $4, version = version + 1
WHERE id = $1 AND version = $2 AND state <> 3 RETURNING id;

-- name: letter_put_files
-- The stored files of a signed letter; those that are there stay. Used by letter_make_files().
-- takes: id int, docx text, pdf text
UPDATE letter SET docx = $2, pdf = $3 WHERE id = $1 AND docx = '';

-- name: letter_counters
-- Each counter with what is stored of its numbers. Used by letter_counters().
-- takes: pattern text
-- gives: agency_id int, agency_name text, series text, year int, last int, used int, void_count int
SELECT n.agency_id, a.name AS agency_name, n.series, n.year, n.last, count(l.id) AS used,
	count(l.id) FILTER (WHERE l.state = 3) AS void_count
FROM letter_number n JOIN agency a ON a.id = n.agency_id
	LEFT JOIN letter l ON l.agency_id = n.agency_id AND l.series = n.series AND l.year = n.year
		AND l.count BETWEEN 1 AND n.last
WHERE a.path LIKE $1
GROUP BY n.agency_id, a.name, n.series, n.year, n.last ORDER BY n.year DESC, a.name, n.series LIMIT 500;

-- name: letter_words_newest
-- The newest version of a template at one place. Used by letter_words_work.c.
-- takes: agency_id int, kind int
-- gives: version int, text text
SELECT version, text FROM letter_template WHERE agency_id = $1 AND kind = $2
ORDER BY version DESC LIMIT 1;

-- name: letter_words_all
-- Every version at one place, the newest first. Used by letter_words_versions().
-- takes: agency_id int, kind int
-- gives: version int, text text, saved_at int, saved_by text
SELECT version, text, saved_at, saved_by FROM letter_template WHERE agency_id = $1 AND kind = $2
ORDER BY version DESC LIMIT 100;

-- name: letter_words_add
-- A new version of a template. Used by letter_words_save().
-- takes: agency_id int, kind int, version int, text text, saved_at int, saved_by text
-- gives: id int
INSERT INTO letter_template (agency_id, kind, version, text, saved_at, saved_by)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id;

-- name: letter_deliveries
-- Deliveries of one letter, the oldest first. Used by letter_load_deliveries().
-- takes: letter_id int
-- gives: id int, method int, sent_on int?, signed_on int?, place text, particulars bytes, version int
SELECT id, method, sent_on, signed_on, place, particulars, version FROM letter_delivery
WHERE letter_id = $1 ORDER BY id;

-- name: letter_delivery_place
-- Where a delivery's particulars are bound to. Used by letter_deliver().
-- takes: id int, letter_id int
-- gives: place text, version int
SELECT place, version FROM letter_delivery WHERE id = $1 AND letter_id = $2;

-- name: letter_delivery_add
-- A new delivery. Used by letter_deliver().
-- takes: letter_id int, method int, sent_on int?, signed_on int?, place text, particulars bytes
-- gives: id int
INSERT INTO letter_delivery (letter_id, method, sent_on, signed_on, place, particulars)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id;

-- name: letter_delivery_change
-- A delivery as it is known now. Used by letter_deliver().
-- takes: id int, version int, method int, sent_on int?, signed_on int?, particulars bytes
-- gives: id int
UPDATE letter_delivery SET method = $3, sent_on = $4, signed_on = $5, particulars = $6,
	version = version + 1
WHERE id = $1 AND version = $2 RETURNING id;

-- name: letter_erase_words
-- What letters of one matter say is gone; what the register tells stays. Used by letter_erase().
-- takes: subject text, subject_id int, nothing bytes, now int
UPDATE letter SET draft = $3, fixed = CASE WHEN fixed IS NULL THEN NULL ELSE $3 END, docx = '', pdf = '',
	void_reason = '', changed_at = $4, version = version + 1
WHERE subject = $1 AND subject_id = $2;

-- name: letter_erase_particulars
-- Who received letters of one matter, and how, is gone. Used by letter_erase().
-- takes: subject text, subject_id int, nothing bytes
UPDATE letter_delivery SET particulars = $3, version = version + 1
WHERE letter_id IN (SELECT id FROM letter WHERE subject = $1 AND subject_id = $2);

-- name: letter_sealed_draft_some
-- Sealed drafts for db_reseal_batch().
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'letter.draft:' || place AS place, draft AS sealed FROM letter
WHERE id > $1 AND length(draft) > 0 ORDER BY id LIMIT $2;

-- name: letter_sealed_draft_put
-- A draft sealed anew, by db_reseal_batch().
-- takes: id int, sealed bytes
UPDATE letter SET draft = $2 WHERE id = $1;

-- name: letter_sealed_fixed_some
-- Sealed letters for db_reseal_batch().
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'letter.fixed:' || place AS place, fixed AS sealed FROM letter
WHERE id > $1 AND length(fixed) > 0 ORDER BY id LIMIT $2;

-- name: letter_sealed_fixed_put
-- A letter sealed anew, by db_reseal_batch().
-- takes: id int, sealed bytes
UPDATE letter SET fixed = $2 WHERE id = $1;

-- name: letter_sealed_particulars_some
-- Sealed particulars of deliveries for db_reseal_batch().
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'letter.particulars:' || place AS place, particulars AS sealed FROM letter_delivery
WHERE id > $1 AND length(particulars) > 0 ORDER BY id LIMIT $2;

-- name: letter_sealed_particulars_put
-- Particulars sealed anew, by db_reseal_batch().
-- takes: id int, sealed bytes
UPDATE letter_delivery SET particulars = $2 WHERE id = $1;
