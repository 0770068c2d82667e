-- Stored annual reports. Used by filing_store.c and filing_work.c only.
-- For the public an older version names the one that is shown, never one that is still waiting.
-- `seen` and `shown` are the one gate. `seen` is a JSON list of patterns of agency.path, one of which must
-- fit; ["%"] is every agency. `shown` 1 is the public, which sees what is shown (state 1; 2 as an older
-- version); 0 is staff, who see every state. For staff "current" is the version of an agency and year that
-- no later file replaced.

-- name: filing_by_id
-- One stored report, without its record. Used by filing_store_load().
-- takes: id int, seen text, shown int
-- gives: id int, agency_id int, agency_name text, year int, form int, title text, file_name text
-- gives: digest text, byte_count int, error_count int, warning_count int, note_count int
-- gives: stored_at int, replaced_by int?, state int, published_at int?, note text, version int
-- gives: path text, stored_by int?
SELECT r.id, r.agency_id, a.name AS agency_name, r.year, r.form, r.title, r.file_name, r.digest,
	r.byte_count, r.error_count, r.warning_count, r.note_count, r.stored_at,
	CASE WHEN $3 = 0 THEN r.replaced_by WHEN r.state = 2 THEN (SELECT s.id FROM report s
		WHERE s.agency_id = r.agency_id AND s.year = r.year AND s.state = 1) END AS replaced_by, r.state,
	r.published_at, r.note, r.version, a.path, r.stored_by
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE r.id = $1
	-- only sqlite
	AND ($2 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($2) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($2 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($2 AS jsonb)))))
	-- both
	AND ($3 = 0 OR r.state IN (1, 2));

-- name: filing_record
-- The record of one stored report. Used by filing_store_record().
-- takes: id int
-- gives: record text
SELECT record FROM report_record WHERE report_id = $1;

-- name: filing_current
-- The current report of an agency and year. Used by filing_store_current().
-- takes: agency_id int, year int, seen text, shown int
-- gives: id int
SELECT r.id FROM report r JOIN agency a ON a.id = r.agency_id
WHERE r.agency_id = $1 AND r.year = $2
	-- only sqlite
	AND ($3 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($3) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($3 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($3 AS jsonb)))))
	-- both
	AND (($4 = 1 AND r.state = 1) OR ($4 = 0 AND r.replaced_by IS NULL));

-- name: filing_some
-- A page of reports. 0 or an empty pattern filters nothing; `sort` is enum filing_sort; with_old 1
-- gives older versions too. Used by filing_store_list().
-- takes: agency_id int, year int, pattern text, only_errors int, with_old int, sort int
-- takes: limit int, offset int, seen text, shown int, state int
-- gives: id int, agency_id int, agency_name text, year int, form int, title text, file_name text
-- gives: digest text, byte_count int, error_count int, warning_count int, note_count int
-- gives: stored_at int, replaced_by int?, state int, published_at int?, note text, version int
-- gives: path text, stored_by int?
SELECT r.id, r.agency_id, a.name AS agency_name, r.year, r.form, r.title, r.file_name, r.digest,
	r.byte_count, r.error_count, r.warning_count, r.note_count, r.stored_at,
	CASE WHEN $10 = 0 THEN r.replaced_by WHEN r.state = 2 THEN (SELECT s.id FROM report s
		WHERE s.agency_id = r.agency_id AND s.year = r.year AND s.state = 1) END AS replaced_by, r.state,
	r.published_at, r.note, r.version, a.path, r.stored_by
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE ($1 = 0 OR r.agency_id = $1) AND ($2 = 0 OR r.year = $2)
	AND ($3 = '' OR lower(a.name) LIKE $3 ESCAPE '!' OR lower(r.title) LIKE $3 ESCAPE '!')
	AND ($4 = 0 OR r.error_count > 0)
	AND (($10 = 1 AND (r.state = 1 OR ($5 = 1 AND r.state = 2)))
		OR ($10 = 0 AND ($5 = 1 OR r.replaced_by IS NULL)))
	AND ($11 < 0 OR r.state = $11)
	-- only sqlite
	AND ($9 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($9) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($9 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($9 AS jsonb)))))
	-- both
ORDER BY CASE WHEN $6 = 1 THEN -r.year WHEN $6 = 2 THEN -r.error_count WHEN $6 = 3 THEN -r.stored_at
	ELSE 0 END, a.name, r.year DESC, r.id DESC
LIMIT $7 OFFSET $8;

-- name: filing_shown
-- A page of what the public sees, with the columns that its list has. 0 or an empty pattern filters
-- nothing; `sort` is enum filing_sort. Used by filing_store_shown().
-- takes: year int, pattern text, only_errors int, sort int, limit int, offset int, seen text
-- gives: id int, agency_id int, agency_name text, title text, year int, error_count int
-- gives: warning_count int, published_at int?
SELECT r.id, r.agency_id, a.name AS agency_name, r.title, r.year, r.error_count, r.warning_count,
	r.published_at
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE r.state = 1 AND ($1 = 0 OR r.year = $1) AND ($3 = 0 OR r.error_count > 0)
	AND ($2 = '' OR lower(a.name) LIKE $2 ESCAPE '!' OR lower(r.title) LIKE $2 ESCAPE '!')
	-- only sqlite
	AND ($7 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($7) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($7 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($7 AS jsonb)))))
	-- both
ORDER BY CASE WHEN $4 = 1 THEN -r.year WHEN $4 = 2 THEN -r.error_count WHEN $4 = 3 THEN -r.stored_at
	ELSE 0 END, a.name, r.year DESC, r.id DESC
LIMIT $5 OFFSET $6;

-- name: filing_shown_by_agency
-- The same in the order that the list has unless asked otherwise, which is the order of two indexes:
-- nothing is sorted, and no more is read than is shown. Used by filing_store_shown().
-- takes: year int, pattern text, only_errors int, limit int, offset int, seen text
-- gives: id int, agency_id int, agency_name text, title text, year int, error_count int
-- gives: warning_count int, published_at int?
SELECT r.id, r.agency_id, a.name AS agency_name, r.title, r.year, r.error_count, r.warning_count,
	r.published_at
	-- only sqlite
FROM agency a CROSS JOIN report r INDEXED BY report_shown
	-- only postgres
FROM agency a CROSS JOIN report r
	-- both
WHERE r.agency_id = a.id AND r.state = 1 AND ($1 = 0 OR r.year = $1) AND ($3 = 0 OR r.error_count > 0)
	AND ($2 = '' OR lower(a.name) LIKE $2 ESCAPE '!' OR lower(r.title) LIKE $2 ESCAPE '!')
	-- only sqlite
	AND ($6 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($6) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($6 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($6 AS jsonb)))))
	-- both
ORDER BY a.name, a.id, r.year DESC
LIMIT $4 OFFSET $5;

-- name: filing_in_state
-- Current reports in one state, the latest year first. Used by filing_store_in_state().
-- takes: state int, limit int, seen text
-- gives: id int, agency_name text, agency_kind int, year int, note text
SELECT r.id, a.name AS agency_name, a.kind AS agency_kind, r.year, r.note
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE r.state = $1 AND r.replaced_by IS NULL
	-- only sqlite
	AND ($3 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($3) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($3 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($3 AS jsonb)))))
	-- both
ORDER BY r.year DESC, r.agency_id DESC
LIMIT $2;

-- name: filing_some_count
-- How many reports filing_some or filing_shown would give without paging. Used by filing_store_list()
-- and filing_store_shown().
-- takes: agency_id int, year int, pattern text, only_errors int, with_old int, seen text
-- takes: shown int, state int
-- gives: total int
SELECT count(*) AS total
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE ($1 = 0 OR r.agency_id = $1) AND ($2 = 0 OR r.year = $2)
	AND ($3 = '' OR lower(a.name) LIKE $3 ESCAPE '!' OR lower(r.title) LIKE $3 ESCAPE '!')
	AND ($4 = 0 OR r.error_count > 0)
	-- only sqlite
	AND ($6 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($6) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($6 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($6 AS jsonb)))))
	-- both
	AND (($7 = 1 AND (r.state = 1 OR ($5 = 1 AND r.state = 2)))
		OR ($7 = 0 AND ($5 = 1 OR r.replaced_by IS NULL)))
	AND ($8 < 0 OR r.state = $8);

-- name: filing_versions
-- Every version of an agency and year, the newest first. Used by filing_store_versions().
-- takes: agency_id int, year int, seen text, shown int
-- gives: id int, file_name text, stored_at int, state int, replaced_by int?
SELECT r.id, r.file_name, r.stored_at, r.state,
	CASE WHEN $4 = 0 THEN r.replaced_by WHEN r.state = 2 THEN (SELECT s.id FROM report s
		WHERE s.agency_id = r.agency_id AND s.year = r.year AND s.state = 1) END AS replaced_by
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE r.agency_id = $1 AND r.year = $2
	AND ($4 = 0 OR r.state IN (1, 2))
	-- only sqlite
	AND ($3 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($3) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($3 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($3 AS jsonb)))))
	-- both
ORDER BY r.id DESC;

-- name: filing_agency_years
-- The current reports of an agency, the oldest year first. Used by filing_store_years().
-- takes: agency_id int, seen text, shown int
-- gives: year int, id int, error_count int, warning_count int, note_count int
SELECT r.year, r.id, r.error_count, r.warning_count, r.note_count
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE r.agency_id = $1 AND (($3 = 1 AND r.state = 1) OR ($3 = 0 AND r.replaced_by IS NULL))
	-- only sqlite
	AND ($2 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($2) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($2 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($2 AS jsonb)))))
	-- both
ORDER BY r.year;

-- name: filing_current_years
-- The years of which current reports are stored, with their number, the newest first. Used by
-- filing_store_all_years().
-- takes: seen text
-- gives: year int, report_count int
SELECT r.year, count(*) AS report_count FROM report r JOIN agency a ON a.id = r.agency_id
WHERE r.replaced_by IS NULL
	-- only sqlite
	AND ($1 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($1) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($1 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))))
	-- both
GROUP BY r.year ORDER BY r.year DESC;

-- name: filing_shown_years
-- The same of what the public sees.
-- takes: seen text
-- gives: year int, report_count int
SELECT r.year, count(*) AS report_count FROM report r
WHERE r.state = 1
	-- only sqlite
	AND ($1 = '["%"]' OR EXISTS (SELECT 1 FROM agency a, json_each($1) g
		WHERE a.id = r.agency_id AND a.path LIKE g.value))
	-- only postgres
	AND ($1 = '["%"]' OR EXISTS (SELECT 1 FROM agency a WHERE a.id = r.agency_id
		AND a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS jsonb))))))
	-- both
GROUP BY r.year ORDER BY r.year DESC;

-- name: filing_neighbours
-- The current reports before and after a year. Used by filing_store_neighbours().
-- takes: agency_id int, year int, seen text, shown int
-- gives: previous_id int?, next_id int?
SELECT
	(SELECT r.id FROM report r JOIN agency a ON a.id = r.agency_id
		WHERE r.agency_id = $1 AND r.year < $2 AND (($4 = 1 AND r.state = 1) OR ($4 = 0 AND r.replaced_by IS NULL))
	-- only sqlite
	AND ($3 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($3) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($3 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($3 AS jsonb)))))
	-- both
		ORDER BY r.year DESC LIMIT 1) AS previous_id,
	(SELECT r.id FROM report r JOIN agency a ON a.id = r.agency_id
		WHERE r.agency_id = $1 AND r.year > $2 AND (($4 = 1 AND r.state = 1) OR ($4 = 0 AND r.replaced_by IS NULL))
	-- only sqlite
	AND ($3 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($3) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($3 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($3 AS jsonb)))))
	-- both
		ORDER BY r.year LIMIT 1) AS next_id;

-- name: filing_series
-- The current records of an agency, the oldest year first. Used by filing_store_series().
-- takes: agency_id int, seen text, shown int
-- gives: id int, year int, form int, record text
SELECT r.id, r.year, r.form, c.record
FROM report r JOIN report_record c ON c.report_id = r.id JOIN agency a ON a.id = r.agency_id
WHERE r.agency_id = $1 AND (($3 = 1 AND r.state = 1) OR ($3 = 0 AND r.replaced_by IS NULL))
	-- only sqlite
	AND ($2 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($2) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($2 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($2 AS jsonb)))))
	-- both
ORDER BY r.year;

-- name: filing_agencies
-- A page of agencies by name with what the public sees of each. The pattern is looked for in names,
-- short names and codes; an empty one is all. Used by
-- filing_store_agencies().
-- takes: pattern text, limit int, offset int, seen text
-- gives: id int, name text, kind int, report_count int, first_year int?, last_year int?
-- gives: error_count int
SELECT a.id, a.name, a.kind, count(r.id) AS report_count, min(r.year) AS first_year,
	max(r.year) AS last_year, CAST(coalesce(sum(r.error_count), 0) AS BIGINT) AS error_count
FROM agency a LEFT JOIN report r ON r.agency_id = a.id AND r.state = 1
WHERE ($1 = '' OR a.words LIKE $1 ESCAPE '!')
	-- only sqlite
	AND ($4 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($4) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($4 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($4 AS jsonb)))))
	-- both
GROUP BY a.id, a.name, a.kind ORDER BY a.name, a.id LIMIT $2 OFFSET $3;

-- name: filing_agencies_count
-- How many agencies filing_agencies would give without paging. Used by filing_store_agencies().
-- takes: pattern text, seen text
-- gives: total int
SELECT count(*) AS total FROM agency a
WHERE
	-- only sqlite
	($2 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($2) g WHERE a.path LIKE g.value))
	-- only postgres
	($2 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($2 AS jsonb)))))
	-- both
	AND ($1 = '' OR a.words LIKE $1 ESCAPE '!');

-- name: filing_totals
-- Numbers for a home page: of what the public sees. Used by filing_store_totals().
-- takes: seen text
-- gives: agency_count int, report_count int, with_errors int
SELECT count(DISTINCT r.agency_id) AS agency_count, count(*) AS report_count,
	count(*) FILTER (WHERE r.error_count > 0) AS with_errors
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE
	-- only sqlite
	($1 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($1) g WHERE a.path LIKE g.value))
	-- only postgres
	($1 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))))
	-- both
	AND r.state = 1;

-- name: filing_same_file
-- The stored report of these very bytes. Used by filing_save_facts().
-- takes: agency_id int, year int, digest text
-- gives: id int, replaced_by int?, state int
SELECT id, replaced_by, state FROM report WHERE agency_id = $1 AND year = $2 AND digest = $3;

-- name: filing_retire
-- The current report makes room: for a moment it names itself. Used by filing_save_facts().
-- takes: agency_id int, year int
-- gives: id int
UPDATE report SET replaced_by = id WHERE agency_id = $1 AND year = $2 AND replaced_by IS NULL
RETURNING id;

-- name: filing_add
-- A new current report. Used by filing_save_facts().
-- takes: agency_id int, year int, form int, title text, file_name text, digest text, byte_count int
-- takes: error_count int, warning_count int, note_count int, stored_at int
-- takes: stored_by int?
-- gives: id int
INSERT INTO report (agency_id, year, form, title, file_name, digest, byte_count, error_count,
	warning_count, note_count, stored_at, stored_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id;

-- name: filing_record_add
-- The record of a new report. Used by filing_save_facts().
-- takes: id int, record text
INSERT INTO report_record (report_id, record) VALUES ($1, $2);

-- name: filing_replace
-- The retired report names the one that took its place. Used by filing_save_facts().
-- takes: id int, replaced_by int
UPDATE report SET replaced_by = $2 WHERE id = $1;

-- name: filing_facts_change
-- What was read anew from the same bytes. Used by filing_save_record().
-- takes: id int, form int, title text, error_count int, warning_count int, note_count int
-- gives: id int
UPDATE report SET form = $2, title = $3, error_count = $4, warning_count = $5, note_count = $6,
	version = version + 1
WHERE id = $1 RETURNING id;

-- name: filing_record_change
-- The record that was read anew from the same bytes. Used by filing_save_record().
-- takes: id int, record text
UPDATE report_record SET record = $2 WHERE report_id = $1;

-- name: filing_hide_shown
-- What the public saw of an agency and year until now becomes an older version. Used by
-- filing_publish().
-- takes: agency_id int, year int
UPDATE report SET state = 2, version = version + 1 WHERE agency_id = $1 AND year = $2 AND state = 1;

-- name: filing_move
-- From one state to another; gives nothing when it is no longer in that state and version. published_at
-- is kept when it is set already. Used by filing_work_state.c.
-- takes: id int, version int, old_state int, state int, published_at int?, note text
-- gives: id int
UPDATE report SET state = $4, published_at = coalesce(published_at, $5), note = $6,
	version = version + 1
WHERE id = $1 AND version = $2 AND state = $3 RETURNING id;

-- name: filing_state_counts
-- How many current reports of these agencies are in each state. Used by filing_store_counts().
-- takes: seen text, shown int
-- gives: state int, report_count int
SELECT r.state, count(*) AS report_count FROM report r JOIN agency a ON a.id = r.agency_id
WHERE (($2 = 1 AND r.state = 1) OR ($2 = 0 AND r.replaced_by IS NULL))
	-- only sqlite
	AND ($1 = '["%"]' OR EXISTS (SELECT 1 FROM json_each($1) g WHERE a.path LIKE g.value))
	-- only postgres
	AND ($1 = '["%"]' OR a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))))
	-- both
GROUP BY r.state;

-- name: filing_withdraw_older
-- Every version of an agency and year that the public could still find is withdrawn too. Used by
-- filing_move().
-- takes: agency_id int, year int
UPDATE report SET state = 3, version = version + 1
WHERE agency_id = $1 AND year = $2 AND state IN (1, 2);

-- name: filing_wait_again
-- A returned or withdrawn report waits for approval once more. Used by filing_save_facts().
-- takes: id int
UPDATE report SET state = 0, note = '', version = version + 1 WHERE id = $1;
