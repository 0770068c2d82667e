-- What belongs to a case: files, parties, opinions, decisions, fees. Used by application_case_store.c
-- and application_sealed.c only.

-- name: application_case_files
-- Files of a case, the oldest first. Used by application_load_files().
-- takes: application_id int
-- gives: id int, kind int, name text, type text, digest text, byte_count int, warnings text, is_sealed int
-- gives: is_released int, source_id int?, account_id int?, account_name text?, added_at int, removed_at int?
SELECT f.id, f.kind, f.name, f.type, f.digest, f.byte_count, f.warnings, f.is_sealed, f.is_released,
	f.source_id, f.account_id, c.name AS account_name, f.added_at, f.removed_at
FROM application_file f LEFT JOIN account c ON c.id = f.account_id
WHERE f.application_id = $1 ORDER BY f.id;

-- name: application_case_file_add
-- Used by application_add_file().
-- takes: application_id int, kind int, name text, type text, digest text, byte_count int, warnings text
-- takes: is_sealed int, is_released int, source_id int?, account_id int?, added_at int
-- gives: id int
INSERT INTO application_file (application_id, kind, name, type, digest, byte_count, warnings, is_sealed,
	is_released, source_id, account_id, added_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id;

-- name: application_case_file_release
-- Used by application_release_file().
-- takes: id int, application_id int, is_released int
-- gives: id int
UPDATE application_file SET is_released = $3 WHERE id = $1 AND application_id = $2 AND removed_at IS NULL
RETURNING id;

-- name: application_case_file_remove
-- The row stays as a mark that there was one. Used by application_remove_file().
-- takes: id int, application_id int, removed_at int
-- gives: id int
UPDATE application_file SET removed_at = $3, is_released = 0
WHERE id = $1 AND application_id = $2 AND removed_at IS NULL RETURNING id;

-- name: application_case_parties
-- Who was asked. Used by application_load_parties().
-- takes: application_id int
-- gives: id int, kind int, who bytes?, asked_on int, delivered_on int?, due_on int?, answer int
-- gives: answered_on int?, says text, letter_id int?, version int
SELECT id, kind, who, asked_on, delivered_on, due_on, answer, answered_on, says, letter_id, version
FROM application_party WHERE application_id = $1 ORDER BY id;

-- name: application_case_party_add
-- Used by application_add_party().
-- takes: application_id int, kind int, asked_on int, says text
-- gives: id int
INSERT INTO application_party (application_id, kind, asked_on, says) VALUES ($1, $2, $3, $4) RETURNING id;

-- name: application_case_party_put
-- Who it is, sealed and bound to the row, and the letter. Used by application_add_party().
-- takes: id int, who bytes?, letter_id int?
UPDATE application_party SET who = $2, letter_id = $3 WHERE id = $1;

-- name: application_case_party_change
-- Used by application_save_party().
-- takes: id int, application_id int, delivered_on int?, due_on int?, answer int, answered_on int?, says text
-- gives: id int
UPDATE application_party SET delivered_on = $3, due_on = $4, answer = $5, answered_on = $6, says = $7,
	version = version + 1
WHERE id = $1 AND application_id = $2 RETURNING id;

-- name: application_case_opinions
-- Opinions of departments and of legal counsel. Used by application_load_opinions().
-- takes: application_id int
-- gives: id int, unit_id int?, unit_name text?, unit_path text?, counsel text, asked_by int?, asked_on int
-- gives: due_on int?, question text, answer int, says text, answered_by int?, answered_name text?
-- gives: answered_on int?, version int
SELECT o.id, o.unit_id, u.name AS unit_name, u.path AS unit_path, o.counsel, o.asked_by, o.asked_on,
	o.due_on, o.question, o.answer, o.says, o.answered_by, c.name AS answered_name, o.answered_on, o.version
FROM application_opinion o LEFT JOIN agency u ON u.id = o.unit_id
	LEFT JOIN account c ON c.id = o.answered_by
WHERE o.application_id = $1 ORDER BY o.id;

-- name: application_case_opinion_add
-- Used by application_add_opinion().
-- takes: application_id int, unit_id int?, asked_by int?, asked_on int, due_on int?, question text, counsel text
-- gives: id int
INSERT INTO application_opinion (application_id, unit_id, asked_by, asked_on, due_on, question, counsel)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id;

-- name: application_case_opinion_answer
-- Used by application_save_opinion().
-- takes: id int, application_id int, answer int, says text, answered_by int?, answered_on int?
-- gives: id int
UPDATE application_opinion SET answer = $3, says = $4, answered_by = $5, answered_on = $6,
	version = version + 1
WHERE id = $1 AND application_id = $2 RETURNING id;

-- name: application_case_opinions_waiting
-- Questions to the departments below a path that nobody answered yet, the earliest term first.
-- Used by application_find_asked().
-- takes: path_pattern text, limit int
-- gives: id int, application_id int, unit_id int, unit_name text, asked_on int, due_on int?, question text
-- gives: agency_name text, year int, number int, title text
SELECT o.id, o.application_id, o.unit_id, u.name AS unit_name, o.asked_on, o.due_on, o.question,
	a.name AS agency_name, p.year, p.number, p.title
FROM application_opinion o JOIN agency u ON u.id = o.unit_id JOIN application p ON p.id = o.application_id
	JOIN agency a ON a.id = p.agency_id
WHERE o.answered_on IS NULL AND p.state < 40 AND u.path LIKE $1
ORDER BY coalesce(o.due_on, 999999), o.id LIMIT $2;

-- name: application_case_decision_newest
-- What is to be replied. Used by application_load_decision().
-- takes: application_id int
-- gives: id int, reply_kind int, outcome int, grounds text, facts text, drafted_by int?, drafted_at int
-- gives: reviewed_by int?, legal_by int?, signed_by int?, signed_on int?, letter_id int?, version int
SELECT id, reply_kind, outcome, grounds, facts, drafted_by, drafted_at, reviewed_by, legal_by, signed_by,
	signed_on, letter_id, version
FROM application_decision WHERE application_id = $1 ORDER BY id DESC LIMIT 1;

-- name: application_case_decision_add
-- Used by application_save_decision().
-- takes: application_id int, reply_kind int, outcome int, grounds text, facts text, drafted_by int?
-- takes: drafted_at int, letter_id int?
-- gives: id int
INSERT INTO application_decision (application_id, reply_kind, outcome, grounds, facts, drafted_by,
	drafted_at, letter_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id;

-- name: application_case_decision_change
-- A draft written anew; gives nothing when somebody else was faster or it is signed.
-- Used by application_save_decision().
-- takes: id int, version int, reply_kind int, outcome int, grounds text, facts text, drafted_by int?
-- takes: drafted_at int, letter_id int?
-- gives: id int
UPDATE application_decision SET reply_kind = $3, outcome = $4, grounds = $5, facts = $6, drafted_by = $7,
	drafted_at = $8, letter_id = $9, version = version + 1
WHERE id = $1 AND version = $2 AND signed_on IS NULL RETURNING id;

-- name: application_case_decision_mark
-- Who reviewed and signed. Used by application_mark_decision().
-- takes: id int, reviewed_by int?, legal_by int?, signed_by int?, signed_on int?
UPDATE application_decision SET reviewed_by = coalesce($2, reviewed_by), legal_by = coalesce($3, legal_by),
	signed_by = coalesce($4, signed_by), signed_on = coalesce($5, signed_on), version = version + 1
WHERE id = $1;

-- name: application_case_fees
-- Fees of a case. Used by application_load_fees().
-- takes: application_id int
-- gives: id int, standard int, quantity int, fen int, state int, notified_on int, delivered_on int?, due_on int?
-- gives: paid_on int?, says text, letter_id int?, version int
SELECT id, standard, quantity, fen, state, notified_on, delivered_on, due_on, paid_on, says, letter_id, version
FROM application_fee WHERE application_id = $1 ORDER BY id;

-- name: application_case_fee_add
-- Used by application_add_fee().
-- takes: application_id int, standard int, quantity int, fen int, notified_on int, says text, letter_id int?
-- gives: id int
INSERT INTO application_fee (application_id, standard, quantity, fen, notified_on, says, letter_id)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id;

-- name: application_case_fee_change
-- Used by application_save_fee().
-- takes: id int, state int, notified_on int, delivered_on int?, due_on int?, paid_on int?
UPDATE application_fee SET state = $2, notified_on = $3, delivered_on = $4, due_on = $5, paid_on = $6,
	version = version + 1
WHERE id = $1;

-- --- sealed columns, for db_reseal_batch() ---

-- name: application_case_sealed_applicant_some
-- Each applicant, with the place that it is bound to.
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'application.applicant:' || CAST(id AS TEXT) AS place, applicant AS sealed FROM application
WHERE id > $1 AND applicant IS NOT NULL ORDER BY id LIMIT $2;

-- name: application_case_sealed_applicant_put
-- An applicant sealed anew.
-- takes: id int, sealed bytes
UPDATE application SET applicant = $2 WHERE id = $1;

-- name: application_case_sealed_party_some
-- Each party that was asked, with the place that it is bound to.
-- takes: after_id int, limit int
-- gives: id int, place text, sealed bytes
SELECT id, 'application.party:' || CAST(id AS TEXT) AS place, who AS sealed FROM application_party
WHERE id > $1 AND who IS NOT NULL ORDER BY id LIMIT $2;

-- name: application_case_sealed_party_put
-- A party sealed anew.
-- takes: id int, sealed bytes
UPDATE application_party SET who = $2 WHERE id = $1;
