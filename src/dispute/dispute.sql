-- Reconsideration and litigation. Used by dispute_store.c only; who may see which is asked before, by who calls.

-- piece: dispute
-- One of them with its agency and the application that it is about.
-- gives: id int, agency_id int, agency_name text, path text, application_id int?, year int?, number int?
-- gives: state int?, title text?, previous_id int?, kind int, role int, body text, case_number text
-- gives: is_simple int, arrived_on int, answer_due_on int?, answered_on int?, hearing_on int?, result int
-- gives: ended_on int?, says text, version int, is_due_told int
d.id, d.agency_id, a.name AS agency_name, a.path, d.application_id, p.year, p.number, p.state,
	p.title, d.previous_id, d.kind, d.role, d.body, d.case_number, d.is_simple, d.arrived_on,
	d.answer_due_on, d.answered_on, d.hearing_on, d.result, d.ended_on, d.says, d.version, d.is_due_told
FROM application_dispute d JOIN agency a ON a.id = d.agency_id
	LEFT JOIN application p ON p.id = d.application_id

-- name: dispute_by_id
-- One of them. Used by dispute_load().
-- takes: id int
-- gives: {dispute}
SELECT {dispute}
WHERE d.id = $1;

-- name: dispute_of
-- Those about one application. Used by dispute_find_of().
-- takes: application_id int
-- gives: {dispute}
SELECT {dispute}
WHERE d.application_id = $1 ORDER BY d.id;

-- name: dispute_due
-- Those that wait for the agency's answer, behind (`after_day`, `after_id`). Used by
-- dispute_find_due().
-- takes: until int, after_day int, after_id int, limit int
-- gives: {dispute}
SELECT {dispute}
WHERE d.answered_on IS NULL AND d.ended_on IS NULL AND d.answer_due_on <= $1
	AND (d.answer_due_on, d.id) > ($2, $3)
ORDER BY d.answer_due_on, d.id LIMIT $4;

-- name: dispute_some
-- A page of the register, the newest first; 0, -1 or an empty pattern of words filters nothing. Used by
-- dispute_find_all().
-- takes: path_pattern text, from_day int, to_day int, kind int, result int, only_unanswered int, pattern text
-- takes: before_id int, limit int, ended_from int, ended_to int
-- gives: {dispute}
SELECT {dispute}
WHERE a.path LIKE $1 AND d.arrived_on BETWEEN $2 AND $3 AND ($4 < 0 OR d.kind = $4)
	AND ($5 < 0 OR d.result = $5) AND ($6 = 0 OR (d.answered_on IS NULL AND d.ended_on IS NULL))
	AND ($7 = '' OR lower(d.body) LIKE $7 ESCAPE '!' OR lower(d.case_number) LIKE $7 ESCAPE '!'
		OR lower(p.title) LIKE $7 ESCAPE '!')
	AND ($8 = 0 OR d.id < $8) AND ($10 = 0 OR d.ended_on >= $10) AND ($11 = 0 OR d.ended_on <= $11)
ORDER BY d.id DESC LIMIT $9;

-- name: dispute_counts
-- What counts in a year, in groups: by kind, role and result at the year's end. Used by
-- dispute_sum().
-- takes: path_pattern text, from_day int, to_day int
-- gives: kind int, role int, result int, ended int, total int
SELECT d.kind, d.role, d.result, CASE WHEN d.ended_on <= $3 THEN 1 ELSE 0 END AS ended, count(*) AS total
FROM application_dispute d JOIN agency a ON a.id = d.agency_id
WHERE a.path LIKE $1 AND d.arrived_on <= $3 AND (d.ended_on IS NULL OR d.ended_on >= $2)
GROUP BY d.kind, d.role, d.result, CASE WHEN d.ended_on <= $3 THEN 1 ELSE 0 END;

-- name: dispute_add
-- A new one. Used by dispute_save().
-- takes: agency_id int, application_id int?, previous_id int?, kind int, role int, body text, case_number text
-- takes: is_simple int, arrived_on int, answer_due_on int?, answered_on int?, hearing_on int?, result int
-- takes: ended_on int?, says text, is_due_told int, calendar_version int
-- gives: id int
INSERT INTO application_dispute (agency_id, application_id, previous_id, kind, role, body, case_number,
	is_simple, arrived_on, answer_due_on, answered_on, hearing_on, result, ended_on, says, is_due_told,
	calendar_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id;

-- name: dispute_change
-- What became known of it; gives nothing when somebody else was faster. Used by dispute_save().
-- takes: id int, version int, previous_id int?, kind int, role int, body text, case_number text
-- takes: is_simple int, arrived_on int, answer_due_on int?, answered_on int?, hearing_on int?, result int
-- takes: ended_on int?, says text, is_due_told int, calendar_version int
-- gives: id int
UPDATE application_dispute SET previous_id = $3, kind = $4, role = $5, body = $6, case_number = $7,
	is_simple = $8, arrived_on = $9, answer_due_on = $10, answered_on = $11, hearing_on = $12,
	result = $13, ended_on = $14, says = $15, is_due_told = $16, calendar_version = $17, version = version + 1
WHERE id = $1 AND version = $2 RETURNING id;

-- name: dispute_stale
-- Those that wait for the agency's answer by a term that another calendar made. Used by dispute_renew_terms().
-- takes: calendar_version int, after_id int, limit int
-- gives: id int
SELECT id FROM application_dispute
WHERE answered_on IS NULL AND ended_on IS NULL AND is_due_told = 0 AND calendar_version <> $1 AND id > $2
ORDER BY id LIMIT $3;
