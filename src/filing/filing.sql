-- Stored annual reports. Used by report_store.c and report_work.c only.
-- "Current" is the version of an agency and year that no later file replaced.

-- name: filing_by_id
-- One stored report, without its record. Used by filing_store_load().
-- takes: id int
-- gives: id int, agency_id int, agency_name text, year int, form int, title text, file_name text
-- gives: digest text, byte_count int, error_count int, warning_count int, note_count int
-- gives: stored_at int, replaced_by int?
SELECT r.id, r.agency_id, a.name AS agency_name, r.year, r.form, r.title, r.file_name, r.digest,
	r.byte_count, r.error_count, r.warning_count, r.note_count, r.stored_at, r.replaced_by
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE r.id = $1;

-- name: filing_record
-- The record of one stored report. Used by filing_store_record().
-- takes: id int
-- gives: record text
SELECT record FROM filing_record WHERE report_id = $1;

-- name: filing_current
-- The current report of an agency and year. Used by filing_store_current().
-- takes: agency_id int, year int
-- gives: id int
SELECT id FROM report WHERE agency_id = $1 AND year = $2 AND replaced_by IS NULL;

-- name: filing_current_named
-- The current report of an agency, given by its name, and year. Used by filing_store_find().
-- takes: agency_name text, year int
-- gives: id int
SELECT r.id FROM report r JOIN agency a ON a.id = r.agency_id
WHERE a.name = $1 AND r.year = $2 AND r.replaced_by IS NULL;

-- name: filing_some
-- A page of reports. 0 or an empty pattern filters nothing; `sort` is enum filing_sort; with_old 1
-- gives older versions too. Used by filing_store_list().
-- takes: agency_id int, year int, pattern text, only_errors int, with_old int, sort int
-- takes: limit int, offset int
-- gives: id int, agency_id int, agency_name text, year int, form int, title text, file_name text
-- gives: digest text, byte_count int, error_count int, warning_count int, note_count int
-- gives: stored_at int, replaced_by int?
SELECT r.id, r.agency_id, a.name AS agency_name, r.year, r.form, r.title, r.file_name, r.digest,
	r.byte_count, r.error_count, r.warning_count, r.note_count, r.stored_at, r.replaced_by
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE ($1 = 0 OR r.agency_id = $1) AND ($2 = 0 OR r.year = $2)
	AND ($3 = '' OR lower(a.name) LIKE $3 ESCAPE '!' OR lower(r.title) LIKE $3 ESCAPE '!')
	AND ($4 = 0 OR r.error_count > 0) AND ($5 = 1 OR r.replaced_by IS NULL)
ORDER BY CASE WHEN $6 = 1 THEN -r.year WHEN $6 = 2 THEN -r.error_count WHEN $6 = 3 THEN -r.stored_at
	ELSE 0 END, a.name, r.year DESC, r.id DESC
LIMIT $7 OFFSET $8;

-- name: filing_some_count
-- How many reports filing_some would give without paging. Used by filing_store_list().
-- takes: agency_id int, year int, pattern text, only_errors int, with_old int
-- gives: total int
SELECT count(*) AS total
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE ($1 = 0 OR r.agency_id = $1) AND ($2 = 0 OR r.year = $2)
	AND ($3 = '' OR lower(a.name) LIKE $3 ESCAPE '!' OR lower(r.title) LIKE $3 ESCAPE '!')
	AND ($4 = 0 OR r.error_count > 0) AND ($5 = 1 OR r.replaced_by IS NULL);

-- name: filing_versions
-- Every version of an agency and year, the newest first. Used by filing_store_versions().
-- takes: agency_id int, year int
-- gives: id int, agency_id int, agency_name text, year int, form int, title text, file_name text
-- gives: digest text, byte_count int, error_count int, warning_count int, note_count int
-- gives: stored_at int, replaced_by int?
SELECT r.id, r.agency_id, a.name AS agency_name, r.year, r.form, r.title, r.file_name, r.digest,
	r.byte_count, r.error_count, r.warning_count, r.note_count, r.stored_at, r.replaced_by
FROM report r JOIN agency a ON a.id = r.agency_id
WHERE r.agency_id = $1 AND r.year = $2
ORDER BY r.id DESC;

-- name: filing_agency_years
-- The current reports of an agency, the oldest year first. Used by filing_store_years().
-- takes: agency_id int
-- gives: year int, id int, error_count int, warning_count int, note_count int
SELECT year, id, error_count, warning_count, note_count FROM report
WHERE agency_id = $1 AND replaced_by IS NULL ORDER BY year;

-- name: filing_all_years
-- The years of which reports are stored, with their number, the newest first. Used by
-- filing_store_all_years().
-- gives: year int, report_count int
SELECT year, count(*) AS report_count FROM report WHERE replaced_by IS NULL
GROUP BY year ORDER BY year DESC;

-- name: filing_neighbours
-- The current reports before and after a year. Used by filing_store_neighbours().
-- takes: agency_id int, year int
-- gives: previous_id int?, next_id int?
SELECT
	(SELECT r.id FROM report r WHERE r.agency_id = $1 AND r.replaced_by IS NULL AND r.year < $2
		ORDER BY r.year DESC LIMIT 1) AS previous_id,
	(SELECT r.id FROM report r WHERE r.agency_id = $1 AND r.replaced_by IS NULL AND r.year > $2
		ORDER BY r.year LIMIT 1) AS next_id;

-- name: filing_series
-- The current records of an agency, the oldest year first. Used by filing_store_series().
-- takes: agency_id int
-- gives: id int, year int, form int, record text
SELECT r.id, r.year, r.form, c.record
FROM report r JOIN filing_record c ON c.report_id = r.id
WHERE r.agency_id = $1 AND r.replaced_by IS NULL ORDER BY r.year;

-- name: filing_agencies
-- A page of agencies by name with what is stored of each; an empty pattern is all. Used by
-- filing_store_agencies().
-- takes: pattern text, limit int, offset int
-- gives: id int, name text, kind int, report_count int, first_year int?, last_year int?
-- gives: error_count int
SELECT a.id, a.name, a.kind, count(r.id) AS report_count, min(r.year) AS first_year,
	max(r.year) AS last_year, CAST(coalesce(sum(r.error_count), 0) AS BIGINT) AS error_count
FROM agency a LEFT JOIN report r ON r.agency_id = a.id AND r.replaced_by IS NULL
WHERE ($1 = '' OR lower(a.name) LIKE $1 ESCAPE '!')
GROUP BY a.id, a.name, a.kind ORDER BY a.name LIMIT $2 OFFSET $3;

-- name: filing_totals
-- Numbers for a home page. Used by filing_store_totals().
-- gives: agency_count int, report_count int, with_errors int
SELECT count(DISTINCT r.agency_id) AS agency_count, count(*) AS report_count,
	count(*) FILTER (WHERE r.error_count > 0) AS with_errors
FROM report r WHERE r.replaced_by IS NULL;

-- name: filing_same_file
-- The stored report of these very bytes. Used by filing_save_facts().
-- takes: agency_id int, year int, digest text
-- gives: id int, replaced_by int?
SELECT id, replaced_by FROM report WHERE agency_id = $1 AND year = $2 AND digest = $3;

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
-- gives: id int
INSERT INTO report (agency_id, year, form, title, file_name, digest, byte_count, error_count,
	warning_count, note_count, stored_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id;

-- name: filing_record_add
-- The record of a new report. Used by filing_save_facts().
-- takes: id int, record text
INSERT INTO filing_record (report_id, record) VALUES ($1, $2);

-- name: filing_replace
-- The retired report names the one that took its place. Used by filing_save_facts().
-- takes: id int, replaced_by int
UPDATE report SET replaced_by = $2 WHERE id = $1;

-- name: filing_facts_change
-- What was read anew from the same bytes. Used by filing_save_record().
-- takes: id int, form int, title text, error_count int, warning_count int, note_count int
-- gives: id int
UPDATE report SET form = $2, title = $3, error_count = $4, warning_count = $5, note_count = $6
WHERE id = $1 RETURNING id;

-- name: filing_record_change
-- The record that was read anew from the same bytes. Used by filing_save_record().
-- takes: id int, record text
UPDATE filing_record SET record = $2 WHERE report_id = $1;
