-- Applications, their events and what belongs to them. Used by application_store*.c only.
-- Who may see a case is asked of its agency's path by who calls (application_gate.c); lists take the agency
-- or a pattern of paths.

-- piece: case
-- What every list tells of a case.
-- gives: id int, agency_id int, agency_name text, path text, year int, number int, kind int, channel int
-- gives: state int, title text, applicant_kind int, submitted_at int, submitted_on int, received_on int?
-- gives: unit_id int?, unit_name text?, officer_id int?, officer_name text?, due_on int?, is_paused int
-- gives: is_extended int, was_corrected int, delay_until int?, reply_kind int, outcome int, ended_on int?
-- gives: is_late int, parent_id int?, merged_into int?, previous_id int?, archived_on int?, removed_on int?
-- gives: version int, sort_on int
p.id, p.agency_id, a.name AS agency_name, a.path, p.year, p.number, p.kind, p.channel, p.state,
	p.title, p.applicant_kind, p.submitted_at, p.submitted_on, p.received_on, p.unit_id,
	u.name AS unit_name, p.officer_id, o.name AS officer_name, p.due_on, p.is_paused, p.is_extended,
	p.was_corrected, p.delay_until, p.reply_kind, p.outcome, p.ended_on, p.is_late, p.parent_id,
	p.merged_into, p.previous_id, p.archived_on, p.removed_on, p.version, p.sort_on

-- piece: unit_and_officer
-- Their names, for {case}.
LEFT JOIN agency u ON u.id = p.unit_id
	LEFT JOIN account o ON o.id = p.officer_id

-- piece: open_filters
-- What is asked of open cases besides where they are and their state, in the order of days.
-- takes: after_sort int, after_id int, state int, officer_id int, unit_id int
-- takes: until int, only_paused int, pattern text, limit int, only_due int
AND ($5 = 0 OR p.officer_id = $5) AND ($6 = 0 OR p.unit_id = $6)
	AND p.sort_on <= $7 AND ($8 = 0 OR p.is_paused = 1) AND ($11 = 0 OR p.due_on IS NOT NULL)
	AND ($9 = '' OR lower(p.title) LIKE $9 ESCAPE '!')
ORDER BY p.sort_on, p.id LIMIT $10

-- piece: all_filters
-- What is asked of cases in any state, the newest first.
-- takes: agency_id int, path_pattern text, before_id int, year int, state int, channel int, applicant_kind int
-- takes: outcome int, mark int, from_day int, to_day int, officer_id int, pattern text, limit int
-- takes: open_from int, ended_from int, ended_to int, only_counted int, seen_on int
AND ($6 < 0 OR p.channel = $6)
	AND ($7 < 0 OR p.applicant_kind = $7) AND ($8 = 0 OR p.outcome = $8 OR ($8 = 21 AND $18 = 1 AND p.outcome = 0 AND p.ended_on IS NOT NULL))
	AND ($10 = 0 OR p.received_on >= $10) AND ($11 = 0 OR p.received_on <= $11)
	AND ($15 = 0 OR p.ended_on IS NULL OR p.ended_on >= $15) AND ($16 = 0 OR p.ended_on >= $16)
	AND ($17 = 0 OR p.ended_on <= $17) AND ($18 = 0 OR (p.state <> 60 AND p.kind = 0))
	AND ($9 = 0 OR ($9 = 1 AND p.is_late = 1) OR ($9 = 2 AND p.is_late = 0)
		OR ($9 = 3 AND p.is_paused = 0 AND p.due_on < $19) OR ($9 = 4 AND p.is_extended = 1)
		OR ($9 = 5 AND p.was_corrected = 1) OR ($9 = 6 AND EXISTS (SELECT 1 FROM application_party y
			WHERE y.application_id = p.id AND y.kind = 0)))
	AND ($12 = 0 OR p.officer_id = $12) AND ($13 = '' OR lower(p.title) LIKE $13 ESCAPE '!')
ORDER BY p.id DESC LIMIT $14

-- name: application_by_id
-- One application. Used by application_load().
-- takes: id int
-- gives: {case}, description text, applicant bytes?, wanted_form int, wanted_way int, help text
-- gives: is_filled_by_office int, retention int, calendar_version int
SELECT {case}, p.description, p.applicant,
	p.wanted_form, p.wanted_way, p.help, p.is_filled_by_office, p.retention, p.calendar_version
FROM application p JOIN agency a ON a.id = p.agency_id {unit_and_officer}
WHERE p.id = $1;

-- name: application_by_number
-- Its row by agency and number. Used by application_find_number().
-- takes: agency_id int, year int, number int
-- gives: id int
SELECT id FROM application WHERE agency_id = $1 AND year = $2 AND number = $3;

-- name: application_by_query
-- Its row by the keyed mark of agency, number and query code. Used by application_find_code().
-- takes: query_mark text
-- gives: id int
SELECT id FROM application WHERE query_mark = $1;

-- name: application_next_number
-- The number after the last one; unique within agency and year. Used by application_add().
-- takes: agency_id int, year int
-- gives: number int
SELECT coalesce(max(number), 0) + 1 AS number FROM application WHERE agency_id = $1 AND year = $2;

-- name: application_add
-- A new application. Used by application_add().
-- takes: agency_id int, year int, number int, kind int, channel int, state int, title text
-- takes: description text, applicant_kind int, wanted_form int, wanted_way int, help text
-- takes: is_filled_by_office int, submitted_at int, submitted_on int, sort_on int, parent_id int?
-- gives: id int
INSERT INTO application (agency_id, year, number, kind, channel, state, title, description,
	applicant_kind, wanted_form, wanted_way, help, is_filled_by_office, submitted_at, submitted_on,
	sort_on, parent_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id;

-- name: application_put_applicant
-- Sealed data of the applicant, bound to the row, with its marks. Used by application_seal_applicant().
-- takes: id int, applicant bytes?, name_mark text?, proof_mark text?, reach_mark text?
UPDATE application SET applicant = $2, name_mark = $3, proof_mark = $4, reach_mark = $5 WHERE id = $1;

-- name: application_put_query
-- The mark of a new query code. Used by application_put_code().
-- takes: id int, query_mark text
UPDATE application SET query_mark = $2 WHERE id = $1;

-- name: application_has_query
-- Gives the row when there is a query code. Used by application_put_letter().
-- takes: id int
-- gives: id int
SELECT id FROM application WHERE id = $1 AND query_mark IS NOT NULL;

-- name: application_parts
-- What was split off one case. Used by application_find_parts().
-- takes: parent_id int, limit int
-- gives: id int
SELECT id FROM application WHERE parent_id = $1 ORDER BY id LIMIT $2;

-- name: application_put_words
-- What was registered, corrected by an officer. Used by application_save_words().
-- takes: id int, title text, description text, applicant_kind int, wanted_form int, wanted_way int, help text
UPDATE application SET title = $2, description = $3, applicant_kind = $4, wanted_form = $5,
	wanted_way = $6, help = $7
WHERE id = $1;

-- name: application_move
-- The state of a case after an act, with what the clock says; gives nothing when somebody else was
-- faster. Used by application_save_state().
-- takes: id int, version int, state int, received_on int?, unit_id int?, officer_id int?, due_on int?
-- takes: sort_on int, calendar_version int, is_paused int, is_extended int, was_corrected int
-- takes: delay_until int?, reply_kind int, outcome int, ended_on int?, is_late int, merged_into int?
-- takes: previous_id int?, archived_on int?, removed_on int?, retention int
-- gives: id int
UPDATE application SET state = $3, received_on = $4, unit_id = $5, officer_id = $6, due_on = $7,
	sort_on = $8, calendar_version = $9, is_paused = $10, is_extended = $11, was_corrected = $12,
	delay_until = $13, reply_kind = $14, outcome = $15, ended_on = $16, is_late = $17,
	merged_into = $18, previous_id = $19, archived_on = $20, removed_on = $21, retention = $22,
	version = version + 1
WHERE id = $1 AND version = $2 RETURNING id;

-- --- lists ---

-- name: application_open_of_agency
-- A page of one agency's open cases, what is due first at the top, behind (`after_sort`, `after_id`).
-- 0, -1 or an empty pattern filters nothing. Used by application_list_open().
-- takes: agency_id int, {open_filters}
-- gives: {case}
SELECT {case}
FROM application p JOIN agency a ON a.id = p.agency_id {unit_and_officer}
WHERE p.agency_id = $1 AND p.state < 40 AND (p.sort_on, p.id) > ($2, $3)
	AND ($4 < 0 OR p.state = $4)
	{open_filters};

-- name: application_open_below
-- The same for all agencies whose path has the pattern, walked in the order of days (CROSS JOIN: SQLite keeps
-- that order). Used by application_list_open().
-- takes: path_pattern text, {open_filters}
-- gives: {case}
SELECT {case}
FROM application p CROSS JOIN agency a {unit_and_officer}
WHERE a.id = p.agency_id AND a.path LIKE $1 AND p.state < 40 AND (p.sort_on, p.id) > ($2, $3)
	AND ($4 < 0 OR p.state = $4)
	{open_filters};

-- name: application_waiting_below
-- The same for one state, which has few cases among many. Used by application_list_open().
-- takes: path_pattern text, {open_filters}
-- gives: {case}
SELECT {case}
FROM application p CROSS JOIN agency a {unit_and_officer}
WHERE a.id = p.agency_id AND a.path LIKE $1 AND p.state < 40 AND (p.sort_on, p.id) > ($2, $3)
	AND p.state = $4 {open_filters};

-- name: application_waiting_of_agency
-- One state of one agency. Used by application_list_open().
-- takes: agency_id int, {open_filters}
-- gives: {case}
SELECT {case}
FROM application p CROSS JOIN agency a {unit_and_officer}
WHERE a.id = p.agency_id AND p.agency_id = $1 AND p.state < 40 AND (p.sort_on, p.id) > ($2, $3)
	AND p.state = $4 {open_filters};

-- name: application_open_of_officer
-- One officer's open cases in any agency. Used by application_list_open().
-- takes: officer_id int, after_sort int, after_id int, state int, until int, only_paused int, pattern text
-- takes: limit int, only_due int
-- gives: {case}
SELECT {case}
FROM application p JOIN agency a ON a.id = p.agency_id {unit_and_officer}
WHERE p.officer_id = $1 AND p.state < 40 AND (p.sort_on, p.id) > ($2, $3)
	AND ($4 < 0 OR p.state = $4) AND p.sort_on <= $5 AND ($6 = 0 OR p.is_paused = 1) AND ($9 = 0 OR p.due_on IS NOT NULL)
	AND ($7 = '' OR lower(p.title) LIKE $7 ESCAPE '!')
ORDER BY p.sort_on, p.id LIMIT $8;

-- name: application_all
-- A page of cases in any state, the newest first, older than `before_id`, of all agencies whose path has the
-- pattern; 0, -1 or an empty pattern of words filters nothing. Used by application_list_all().
-- takes: {all_filters}
-- gives: {case}
SELECT {case}
FROM application p CROSS JOIN agency a {unit_and_officer}
WHERE a.id = p.agency_id AND ($1 = 0 OR p.agency_id = $1) AND a.path LIKE $2 AND ($3 = 0 OR p.id < $3)
	AND ($4 = 0 OR p.year = $4) AND ($5 < 0 OR p.state = $5) {all_filters};

-- name: application_all_of_agency
-- A page of cases in any state, the newest first, older than `before_id`, of one agency;
-- 0, -1 or an empty pattern of words filters nothing. Used by application_list_all().
-- takes: {all_filters}
-- gives: {case}
SELECT {case}
FROM application p CROSS JOIN agency a {unit_and_officer}
WHERE a.id = p.agency_id AND p.agency_id = $1 AND a.path LIKE $2 AND ($3 = 0 OR p.id < $3)
	AND ($4 = 0 OR p.year = $4) AND ($5 < 0 OR p.state = $5) {all_filters};

-- name: application_state_all
-- The same for one state, which may have few cases among many, along its index. Used by application_list_all().
-- takes: {all_filters}
-- gives: {case}
SELECT {case}
FROM application p CROSS JOIN agency a {unit_and_officer}
WHERE a.id = p.agency_id AND ($1 = 0 OR p.agency_id = $1) AND a.path LIKE $2 AND ($3 = 0 OR p.id < $3)
	AND ($4 = 0 OR p.year = $4) AND p.state = $5 {all_filters};

-- name: application_state_of_agency
-- One state of one agency. Used by application_list_all().
-- takes: {all_filters}
-- gives: {case}
SELECT {case}
FROM application p CROSS JOIN agency a {unit_and_officer}
WHERE a.id = p.agency_id AND p.agency_id = $1 AND a.path LIKE $2 AND ($3 = 0 OR p.id < $3)
	AND ($4 = 0 OR p.year = $4) AND p.state = $5 {all_filters};

-- name: application_open_count
-- How many open cases below a pattern of paths, counted to `most` only: agency by agency (CROSS JOIN: SQLite
-- keeps that order). Used by application_count_open().
-- takes: path_pattern text, officer_id int, from_sort int, until int, only_paused int, most int, only_due int
-- gives: total int
SELECT count(*) AS total FROM (
	SELECT 1 AS one FROM agency a CROSS JOIN application p
	WHERE a.path LIKE $1 AND p.agency_id = a.id AND p.state < 40 AND ($2 = 0 OR p.officer_id = $2)
		AND p.sort_on >= $3 AND p.sort_on <= $4 AND ($5 = 0 OR p.is_paused = 1)
		AND ($7 = 0 OR p.due_on IS NOT NULL)
	LIMIT $6) AS counted;

-- name: application_waiting_count
-- How many of them in one state. Used by application_count_open().
-- takes: path_pattern text, state int, officer_id int, from_sort int, until int, most int
-- gives: total int
SELECT count(*) AS total FROM (
	SELECT 1 AS one FROM agency a CROSS JOIN application p
	WHERE a.path LIKE $1 AND p.agency_id = a.id AND p.state = $2 AND p.state < 40
		AND ($3 = 0 OR p.officer_id = $3) AND p.sort_on >= $4 AND p.sort_on <= $5
	LIMIT $6) AS counted;

-- name: application_officer_count
-- How many open cases one officer has in any agency. Used by application_count_open().
-- takes: officer_id int, from_sort int, until int, most int, only_due int
-- gives: total int
SELECT count(*) AS total FROM (
	SELECT 1 AS one FROM application p
	WHERE p.officer_id = $1 AND p.state < 40 AND p.sort_on >= $2 AND p.sort_on <= $3
		AND ($5 = 0 OR p.due_on IS NOT NULL)
	LIMIT $4) AS counted;

-- name: application_same_applicant
-- Cases of the same person: by name and by proof or by a way to reach them. Used by application_find_same().
-- takes: agency_id int, name_mark text, proof_mark text, reach_mark text, except_id int, limit int
-- gives: id int
SELECT id FROM application
WHERE agency_id = $1 AND id <> $5 AND state <> 60 AND (($3 <> '' AND proof_mark = $3)
	OR (name_mark = $2 AND ($4 = '' OR reach_mark = $4 OR reach_mark IS NULL)))
ORDER BY id DESC LIMIT $6;

-- name: application_month_count
-- How many applications of the same person an agency received in a month, this one included when it
-- is among them. Used by application_count_month().
-- takes: agency_id int, name_mark text, proof_mark text, from_day int, to_day int
-- gives: total int
SELECT count(*) AS total FROM application
WHERE agency_id = $1 AND state <> 60 AND received_on BETWEEN $4 AND $5
	AND (($3 <> '' AND proof_mark = $3) OR ($3 = '' AND name_mark = $2));

-- name: application_month_place
-- How many applications for information of the same person an agency received from a day up to this
-- one. Used by application_place_in_month().
-- takes: agency_id int, name_mark text, proof_mark text, from_day int, day int, id int
-- gives: total int
SELECT count(*) AS total FROM application
WHERE agency_id = $1 AND state <> 60 AND kind = 0
	AND (received_on BETWEEN $4 AND $5 - 1 OR (received_on = $5 AND id <= $6))
	AND (($3 <> '' AND proof_mark = $3) OR ($3 = '' AND name_mark = $2));

-- name: application_stale_clocks
-- Open cases whose due day was made under another calendar. Used by application_renew_clocks().
-- takes: after_id int, limit int
-- gives: id int, agency_id int, path text, calendar_version int
SELECT p.id, p.agency_id, a.path, p.calendar_version
FROM application p JOIN agency a ON a.id = p.agency_id
WHERE p.state < 40 AND p.received_on IS NOT NULL AND p.id > $1 ORDER BY p.id LIMIT $2;

-- --- events ---

-- name: application_event_add
-- Something happened. Used by application_add_event().
-- takes: application_id int, at int, day int, kind int, value int, until int?, account_id int?, says text
-- takes: reason text, letter_id int?
-- gives: id int
INSERT INTO application_event (application_id, at, day, kind, value, until, account_id, says, reason, letter_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id;

-- name: application_event_void
-- An entry counts no more. Used by application_void_event().
-- takes: id int, application_id int, voided_by int
-- gives: id int
UPDATE application_event SET voided_by = $3
WHERE id = $1 AND application_id = $2 AND voided_by IS NULL RETURNING id;

-- name: application_events
-- All that happened, in the order of days, then as entered. Used by application_load_events().
-- takes: application_id int
-- gives: id int, at int, day int, kind int, value int, until int?, account_id int?, account_name text?
-- gives: says text, reason text, letter_id int?, voided_by int?
SELECT e.id, e.at, e.day, e.kind, e.value, e.until, e.account_id, c.name AS account_name, e.says, e.reason,
	e.letter_id, e.voided_by
FROM application_event e LEFT JOIN account c ON c.id = e.account_id
WHERE e.application_id = $1 ORDER BY e.day, e.id;

-- name: application_party_asked
-- The day an inquiry was sent, mended. Used by application_effect_void_event().
-- takes: id int, asked_on int
UPDATE application_party SET asked_on = $2 WHERE id = $1;

-- --- prints ---

-- name: application_print_add
-- One band of the words. Used by application_save_print().
-- takes: application_id int, band int, agency_id int, print int
INSERT INTO application_print (application_id, band, agency_id, print) VALUES ($1, $2, $3, $4);

-- name: application_print_drop
-- Used by application_save_print().
-- takes: application_id int
DELETE FROM application_print WHERE application_id = $1;

-- name: application_print_alike
-- Cases that share a band with this one. Used by application_find_alike().
-- takes: application_id int, limit int
-- gives: id int, title text, description text
SELECT DISTINCT p.id, p.title, p.description
FROM application_print mine
	JOIN application_print other ON other.agency_id = mine.agency_id AND other.band = mine.band
		AND other.print = mine.print AND other.application_id <> mine.application_id
	JOIN application p ON p.id = other.application_id
WHERE mine.application_id = $1 AND p.state <> 60 ORDER BY p.id DESC LIMIT $2;

-- name: application_put_form
-- The mark of the form it came with. Used by application_submit().
-- takes: id int, form_mark text
UPDATE application SET form_mark = $2 WHERE id = $1;

-- name: application_by_form
-- The application that this very form made before. Used by application_submit().
-- takes: form_mark text
-- gives: id int, agency_id int, year int, number int
SELECT id, agency_id, year, number FROM application WHERE form_mark = $1;

-- name: application_marks
-- What finds the same person. Used by application_find_alike() and application_count_month().
-- takes: id int
-- gives: name_mark text?, proof_mark text?, reach_mark text?
SELECT name_mark, proof_mark, reach_mark FROM application WHERE id = $1;

-- name: application_asked_paths
-- Departments whose opinion was asked. Used by application_sight().
-- takes: application_id int
-- gives: path text
SELECT u.path FROM application_opinion o JOIN agency u ON u.id = o.unit_id WHERE o.application_id = $1;

-- name: application_holders
-- People in use who hold a role for the agency at a path. Used by application_find_holders().
-- takes: role int, path text, limit int
-- gives: id int, name text
SELECT DISTINCT c.id, c.name
FROM account c JOIN account_role r ON r.account_id = c.id JOIN agency g ON g.id = r.agency_id
WHERE r.role = $1 AND r.taken_at IS NULL AND c.state = 0
	AND (g.path = $2 OR (r.has_subtree = 1 AND $2 LIKE g.path || '%'))
ORDER BY c.name, c.id LIMIT $3;

-- name: application_drop_applicant
-- Personal data end; the row stays for the figures. Used by application_forget().
-- takes: id int, title text
UPDATE application SET applicant = NULL, name_mark = NULL, proof_mark = NULL, reach_mark = NULL,
	query_mark = NULL, form_mark = NULL, description = '', help = '', title = $2
WHERE id = $1;

-- name: application_drop_parties
-- Used by application_forget().
-- takes: application_id int
UPDATE application_party SET who = NULL, says = '' WHERE application_id = $1;
