-- The outbox and the words of letters. Used by mail_store.c only.

-- name: mail_add
-- A new letter. Used by mail_put().
-- takes: agency_id int, agency_path text, template text, place text, address_mark text
-- takes: address_masked text, sealed_address bytes, sealed_letter bytes, is_urgent int, created_at int
-- gives: id int
INSERT INTO mail (agency_id, agency_path, template, place, round, address_mark, address_masked,
	sealed_address, sealed_letter, state, is_urgent, tries, error_code, error, error_en,
	created_at)
VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, 0, $9, 0, '', '', '', $10)
RETURNING id;

-- piece: mail
-- One letter, without what is sealed.
-- gives: id int, agency_id int, agency_path text, template text, place text, round int
-- gives: address_masked text, state int, is_urgent int, tries int, error_code text, error text
-- gives: error_en text, created_at int, finished_at int?
id, agency_id, agency_path, template, place, round, address_masked, state, is_urgent, tries,
	error_code, error, error_en, created_at, finished_at

-- name: mail_by_id
-- One letter, sealed. Used by mail_store_load().
-- takes: id int
-- gives: {mail}, sealed_address bytes, sealed_letter bytes
SELECT {mail}, sealed_address, sealed_letter
FROM mail WHERE id = $1;

-- name: mail_some
-- A page of letters, the newest first. Used by mail_find().
-- takes: state int, agency_id int, template text, address_mark text, before_id int, limit int
-- gives: {mail}
SELECT {mail}
FROM mail
WHERE ($1 < 0 OR state = $1) AND ($2 = 0 OR agency_id = $2) AND ($3 = '' OR template = $3)
	AND ($4 = '' OR address_mark = $4) AND ($5 = 0 OR id < $5)
ORDER BY id DESC LIMIT $6;

-- name: mail_counts
-- How many letters there are in each state. Used by mail_find().
-- takes: agency_id int
-- gives: state int, total int
SELECT state, count(*) AS total FROM mail WHERE ($1 = 0 OR agency_id = $1) GROUP BY state;

-- name: mail_move
-- What became of a letter. Used by mail_store_move().
-- takes: id int, state int, round int, tries int, error_code text, error text, error_en text
-- takes: finished_at int?
UPDATE mail SET state = $2, round = $3, tries = $4, error_code = $5, error = $6, error_en = $7,
	finished_at = $8
WHERE id = $1;

-- name: mail_all_waiting
-- Letters that wait, from a number on. Used by mail_sweep_job().
-- takes: after int, created_before int, limit int
-- gives: id int
SELECT id FROM mail WHERE state = 0 AND id > $1 AND created_at < $2 ORDER BY id LIMIT $3;

-- name: mail_remove_old
-- Some of the letters that ended long ago. Used by mail_sweep_job().
-- takes: ended_before int
DELETE FROM mail WHERE id IN (
	SELECT m.id FROM mail m WHERE m.state > 0 AND m.finished_at < $1 ORDER BY m.id LIMIT 1000);

-- name: mail_words_one
-- Words saved at one place. Used by mail_store_words().
-- takes: agency_id int, name text
-- gives: id int, subject text, body text, version int
SELECT id, subject, body, version FROM mail_template WHERE agency_id = $1 AND name = $2;

-- name: mail_words_add
-- Words for a place that had none. Used by mail_store_save_words().
-- takes: agency_id int, name text, subject text, body text, changed_at int, changed_by text
-- gives: id int
INSERT INTO mail_template (agency_id, name, subject, body, version, changed_at, changed_by)
VALUES ($1, $2, $3, $4, 1, $5, $6) RETURNING id;

-- name: mail_words_set
-- Other words for a place. Used by mail_store_save_words().
-- takes: id int, subject text, body text, changed_at int, changed_by text
UPDATE mail_template SET subject = $2, body = $3, version = version + 1, changed_at = $4,
	changed_by = $5
WHERE id = $1;

-- name: mail_sealed_address_some
-- Sealed addresses for db_reseal_batch().
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'mail.address:' || place AS place, sealed_address AS sealed FROM mail
WHERE id > $1 ORDER BY id LIMIT $2;

-- name: mail_sealed_address_put
-- An address sealed anew, by db_reseal_batch().
-- takes: id int, sealed bytes
UPDATE mail SET sealed_address = $2 WHERE id = $1;

-- name: mail_sealed_letter_some
-- Sealed letters for db_reseal_batch().
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'mail.letter:' || place AS place, sealed_letter AS sealed FROM mail
WHERE id > $1 ORDER BY id LIMIT $2;

-- name: mail_sealed_letter_put
-- A letter sealed anew, by db_reseal_batch().
-- takes: id int, sealed bytes
UPDATE mail SET sealed_letter = $2 WHERE id = $1;
