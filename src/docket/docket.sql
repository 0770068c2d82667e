-- What the desk needs besides the cases: searches that people keep, due days by date, what waits for a person,
-- reminders and calls to other systems. Used by docket_store.c, docket_remind.c and
-- application_call.c only.

-- --- searches kept ---

-- name: docket_filters
-- A person's own, in the order of names. Used by docket_find_filters().
-- takes: account_id int, limit int
-- gives: id int, name text, query text
SELECT id, name, query FROM application_filter WHERE account_id = $1 ORDER BY name, id LIMIT $2;

-- name: docket_filter_count
-- Used by docket_save_filter().
-- takes: account_id int
-- gives: total int
SELECT count(*) AS total FROM application_filter WHERE account_id = $1;

-- name: docket_filter_put
-- The same name again replaces what it stood for. Used by docket_save_filter().
-- takes: account_id int, name text, query text
-- gives: id int
UPDATE application_filter SET query = $3 WHERE account_id = $1 AND name = $2 RETURNING id;

-- name: docket_filter_add
-- Used by docket_save_filter().
-- takes: account_id int, name text, query text
INSERT INTO application_filter (account_id, name, query) VALUES ($1, $2, $3);

-- name: docket_filter_drop
-- Only one's own. Used by docket_drop_filter().
-- takes: account_id int, id int
-- gives: id int
DELETE FROM application_filter WHERE account_id = $1 AND id = $2 RETURNING id;

-- --- lists ---

-- piece: filters
-- What is asked of cases besides where they are, their year and state.
-- takes: agency_id int, path_pattern text, year int, state int, channel int, applicant_kind int
-- takes: outcome int, mark int, from_day int, to_day int, officer_id int, pattern text, most int
-- takes: open_from int, ended_from int, ended_to int, only_counted int, seen_on int
AND ($5 < 0 OR p.channel = $5) AND ($6 < 0 OR p.applicant_kind = $6) AND ($7 = 0 OR p.outcome = $7
		OR ($7 = 21 AND $17 = 1 AND p.outcome = 0 AND p.ended_on IS NOT NULL))
	AND ($14 = 0 OR p.ended_on IS NULL OR p.ended_on >= $14) AND ($15 = 0 OR p.ended_on >= $15)
	AND ($16 = 0 OR p.ended_on <= $16) AND ($17 = 0 OR (p.state <> 60 AND p.kind = 0))
	AND ($8 = 0 OR ($8 = 1 AND p.is_late = 1) OR ($8 = 2 AND p.is_late = 0)
		OR ($8 = 3 AND p.is_paused = 0 AND p.due_on < $18) OR ($8 = 4 AND p.is_extended = 1)
		OR ($8 = 5 AND p.was_corrected = 1) OR ($8 = 6 AND EXISTS (SELECT 1 FROM application_party y
			WHERE y.application_id = p.id AND y.kind = 0)))
	AND ($9 = 0 OR p.received_on >= $9)
	AND ($10 = 0 OR p.received_on <= $10) AND ($11 = 0 OR p.officer_id = $11)
	AND ($12 = '' OR lower(p.title) LIKE $12 ESCAPE '!')

-- name: docket_all_count
-- How many cases in any state the filters let through, counted to `most` only. Used by docket_count_all().
-- takes: {filters}
-- gives: total int
SELECT count(*) AS total FROM (
	SELECT 1 AS one FROM agency a CROSS JOIN application p
	WHERE a.path LIKE $2 AND ($1 = 0 OR a.id = $1) AND p.agency_id = a.id
		AND ($3 = 0 OR p.year = $3) AND ($4 < 0 OR p.state = $4) {filters}
	LIMIT $13) AS counted;

-- name: docket_state_count
-- The same for one state, along its index. Used by docket_count_all().
-- takes: {filters}
-- gives: total int
SELECT count(*) AS total FROM (
	SELECT 1 AS one FROM agency a CROSS JOIN application p
	WHERE a.path LIKE $2 AND ($1 = 0 OR a.id = $1) AND p.agency_id = a.id AND p.state = $4
		AND ($3 = 0 OR p.year = $3) {filters}
	LIMIT $13) AS counted;

-- name: docket_officers
-- Case officers of a part of the tree, for the filter and for handing cases to. Used by
-- docket_find_officers().
-- takes: role int, path_pattern text, limit int
-- gives: id int, name text
SELECT DISTINCT c.id, c.name
FROM account c JOIN account_role r ON r.account_id = c.id JOIN agency g ON g.id = r.agency_id
WHERE r.role = $1 AND r.taken_at IS NULL AND c.state = 0 AND g.path LIKE $2
ORDER BY c.name, c.id LIMIT $3;

-- name: docket_due_days
-- How many open cases are due on each day; officer 0 is everybody's. Counted agency by agency first, in the
-- order of its index, so that nothing is sorted. Used by docket_count_due().
-- takes: path_pattern text, officer_id int, first int, last int
-- gives: day int, total int
SELECT w.day, CAST(sum(w.total) AS BIGINT) AS total
FROM (SELECT a.id, p.sort_on AS day, count(*) AS total
	FROM agency a CROSS JOIN application p
	WHERE a.path LIKE $1 AND p.agency_id = a.id AND p.state < 40 AND p.sort_on BETWEEN $3 AND $4
		AND p.due_on = p.sort_on AND ($2 = 0 OR p.officer_id = $2)
	GROUP BY a.id, p.sort_on) w
GROUP BY w.day ORDER BY w.day;

-- name: docket_due_days_one
-- The same for one agency alone, by its path: day by day along its index, which costs less for each case than
-- grouping does (SQLite would rather take an index of days alone). Used by docket_count_due().
-- takes: path text, officer_id int, first int, last int
-- gives: day int, total int
WITH RECURSIVE days (day) AS (
	SELECT CAST($3 AS BIGINT) UNION ALL SELECT day + 1 FROM days WHERE day < $4)
SELECT d.day, (SELECT count(*) FROM application p
	-- only sqlite
	INDEXED BY application_open
	-- both
	WHERE p.agency_id = (SELECT id FROM agency WHERE path = $1) AND p.state < 40 AND p.sort_on = d.day
		AND p.due_on = d.day AND ($2 = 0 OR p.officer_id = $2)) AS total
FROM days d;

-- name: docket_number
-- Cases of this number in a part of the tree. Used by docket_search().
-- takes: path_pattern text, year int, number int, limit int
-- gives: id int
SELECT p.id FROM agency a CROSS JOIN application p
WHERE a.path LIKE $1 AND p.agency_id = a.id AND p.year = $2 AND p.number = $3
ORDER BY p.id DESC LIMIT $4;

-- name: docket_path
-- Used by docket_scope_agency().
-- takes: agency_id int
-- gives: path text
SELECT path FROM agency WHERE id = $1;

-- --- reminders ---

-- name: docket_remind_due
-- Cases whose clock runs and that are due by a day, in pieces. Used by docket_remind().
-- takes: until int, after_sort int, after_id int, limit int
-- gives: id int, agency_id int, path text, year int, number int, due_on int, officer_id int?
SELECT p.id, p.agency_id, a.path, p.year, p.number, p.due_on, p.officer_id
FROM application p CROSS JOIN agency a
WHERE a.id = p.agency_id AND p.state < 40 AND p.state < 35 AND p.sort_on <= $1 AND (p.sort_on, p.id) > ($2, $3)
	AND p.due_on = p.sort_on AND p.is_paused = 0
ORDER BY p.sort_on, p.id LIMIT $4;

-- name: docket_remind_arrived
-- Arrivals that nobody confirmed since a day. Used by docket_remind().
-- takes: until int, after_id int, limit int
-- gives: id int, agency_id int, path text, year int, number int, submitted_on int, officer_id int?
SELECT p.id, p.agency_id, a.path, p.year, p.number, p.submitted_on, p.officer_id
FROM application p CROSS JOIN agency a
WHERE a.id = p.agency_id AND p.state = 0 AND p.submitted_on <= $1 AND p.id > $2
ORDER BY p.id LIMIT $3;

-- name: docket_remind_terms
-- Cases that wait for somebody whose term ended before a day: a correction or a reason (the newest entry that
-- asked for it), a fee, a party. Used by docket_remind().
-- takes: today int, after_id int, limit int
-- gives: id int, agency_id int, path text, year int, number int, state int, until int, officer_id int?
SELECT p.id, p.agency_id, a.path, p.year, p.number, p.state, w.until, p.officer_id
FROM application p CROSS JOIN agency a CROSS JOIN (
	SELECT e.application_id, max(e.until) AS until FROM application q
		JOIN application_event e ON e.application_id = q.id
	WHERE ((q.state = 15 AND e.kind = 10) OR (q.state = 18 AND e.kind = 12)) AND e.voided_by IS NULL
		AND e.until IS NOT NULL
	GROUP BY e.application_id
	UNION ALL SELECT f.application_id, max(f.due_on) AS until FROM application_fee f
		JOIN application q ON q.id = f.application_id
	WHERE q.state = 20 AND f.state = 0 AND f.due_on IS NOT NULL GROUP BY f.application_id
	UNION ALL SELECT y.application_id, min(y.due_on) AS until FROM application_party y
		JOIN application q ON q.id = y.application_id
	WHERE q.state = 22 AND y.answer = 0 AND y.due_on IS NOT NULL GROUP BY y.application_id) w
WHERE a.id = p.agency_id AND w.application_id = p.id AND w.until < $1 AND p.id > $2
ORDER BY p.id LIMIT $3;

-- name: docket_remind_undelivered
-- Cases that wait, with the days on which an inquiry or a fee notice was sent whose delivery nobody entered,
-- by a day and in pieces. Used by docket_remind().
-- takes: until int, after_day int, after_id int, limit int
-- gives: id int, agency_id int, path text, year int, number int, sent_on int, officer_id int?
SELECT p.id, p.agency_id, a.path, p.year, p.number, w.sent_on, p.officer_id
FROM application p CROSS JOIN agency a CROSS JOIN (
	SELECT y.application_id, y.asked_on AS sent_on FROM application_party y
		JOIN application q ON q.id = y.application_id
	WHERE q.state = 22 AND y.answer = 0 AND y.delivered_on IS NULL
	UNION SELECT f.application_id, f.notified_on AS sent_on FROM application_fee f
		JOIN application q ON q.id = f.application_id
	WHERE q.state = 20 AND f.state = 0 AND f.delivered_on IS NULL) w
WHERE a.id = p.agency_id AND w.application_id = p.id AND w.sent_on <= $1 AND (w.sent_on, p.id) > ($2, $3)
ORDER BY w.sent_on, p.id LIMIT $4;

-- name: docket_remind_add
-- Gives what it is about when it was not written down already. Used by docket_remind().
-- takes: about_id int, kind int, day int, account_id int, agency_id int
-- gives: about_id int
INSERT INTO application_reminder (about_id, kind, day, account_id, agency_id)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING about_id;

-- name: docket_remind_people
-- People who have reminders that no letter has told yet. Used by docket_remind().
-- takes: after_id int, limit int
-- gives: account_id int
SELECT DISTINCT account_id FROM application_reminder
WHERE is_mailed = 0 AND account_id > $1 ORDER BY account_id LIMIT $2;

-- name: docket_remind_lines
-- Of one person; kinds 8 to 11 are about disputes, which have no year and number here. Used by docket_remind().
-- takes: account_id int, limit int
-- gives: kind int, day int, agency_id int, agency_name text, year int?, number int?, about_id int
SELECT r.kind, r.day, r.agency_id, a.name AS agency_name, p.year, p.number, r.about_id
FROM application_reminder r JOIN agency a ON a.id = r.agency_id
	LEFT JOIN application p ON p.id = r.about_id AND r.kind NOT BETWEEN 8 AND 11
WHERE r.account_id = $1 AND r.is_mailed = 0
ORDER BY r.kind DESC, r.day, r.about_id LIMIT $2;

-- name: docket_remind_mailed
-- Used by docket_remind().
-- takes: account_id int
UPDATE application_reminder SET is_mailed = 1 WHERE account_id = $1 AND is_mailed = 0;

-- name: docket_remind_tidy
-- What was reminded of long ago. Used by docket_remind().
-- takes: before int
DELETE FROM application_reminder WHERE day < $1 AND is_mailed = 1;

-- name: docket_stale_clock
-- Is there an open case whose due day was made under another calendar? Used by docket_has_stale_clocks().
-- takes: version int
-- gives: id int
SELECT id FROM application
WHERE state < 40 AND received_on IS NOT NULL AND calendar_version <> $1 LIMIT 1;
