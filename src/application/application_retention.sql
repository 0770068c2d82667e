-- Retention: cases whose time is over, proposals of disposal, and what goes with one. Used by
-- application_disposal.c and application_forget.c only.

-- name: application_retention_expired
-- Archived cases whose time is over, the oldest first, behind (`after_day`, `after_id`), with the proposal
-- that waits. Used by application_list_expired().
-- takes: path_pattern text, usual_before int, long_before int, only_proposed int, after_day int, after_id int, limit int
-- gives: id int, agency_id int, agency_name text, path text, year int, number int, title text, retention int
-- gives: archived_on int, version int, disposal_id int?, proposed_by int?, proposed_name text?, proposed_on int?
-- gives: says text?
SELECT p.id, p.agency_id, a.name AS agency_name, a.path, p.year, p.number, p.title, p.retention, p.archived_on,
	p.version, d.id AS disposal_id, d.proposed_by, c.name AS proposed_name, d.proposed_on, d.says
FROM application p JOIN agency a ON a.id = p.agency_id
	LEFT JOIN application_disposal d ON d.application_id = p.id AND d.state = 0
	LEFT JOIN account c ON c.id = d.proposed_by
WHERE p.state = 50 AND a.path LIKE $1
	AND ((p.retention = 0 AND p.archived_on < $2) OR (p.retention = 1 AND p.archived_on < $3))
	AND ($4 = 0 OR d.id IS NOT NULL) AND (p.archived_on, p.id) > ($5, $6)
ORDER BY p.archived_on, p.id LIMIT $7;

-- name: application_retention_proposal
-- The proposal that waits for a case. Used by application_load_disposal().
-- takes: application_id int
-- gives: id int, proposed_by int, proposed_name text?, proposed_on int, says text
SELECT d.id, d.proposed_by, c.name AS proposed_name, d.proposed_on, d.says
FROM application_disposal d LEFT JOIN account c ON c.id = d.proposed_by
WHERE d.application_id = $1 AND d.state = 0;

-- name: application_retention_propose
-- A proposal. Used by application_propose_disposal().
-- takes: application_id int, proposed_by int, proposed_on int, says text
-- gives: id int
INSERT INTO application_disposal (application_id, proposed_by, proposed_on, says)
VALUES ($1, $2, $3, $4) RETURNING id;

-- name: application_retention_decide
-- The end of a proposal. Used by application_decide_disposal() and application_effect_remove().
-- takes: id int, state int, decided_by int?, decided_on int, reason text
-- gives: id int
UPDATE application_disposal SET state = $2, decided_by = $3, decided_on = $4, reason = $5
WHERE id = $1 AND state = 0 RETURNING id;

-- name: application_retention_merged
-- Cases that were merged into one. Used by application_forget().
-- takes: application_id int
-- gives: id int, year int, number int
SELECT id, year, number FROM application WHERE merged_into = $1 AND removed_on IS NULL ORDER BY id;

-- name: application_retention_mark_removed
-- A merged case goes with the one it was merged into. Used by application_forget().
-- takes: id int, removed_on int
UPDATE application SET removed_on = $2 WHERE id = $1;


-- name: application_retention_drop_events
-- Words of the history. Used by application_forget().
-- takes: application_id int
UPDATE application_event SET says = '', reason = '' WHERE application_id = $1;

-- name: application_retention_drop_opinions
-- Questions and opinions. Used by application_forget().
-- takes: application_id int
UPDATE application_opinion SET question = '', says = '' WHERE application_id = $1;

-- name: application_retention_drop_decisions
-- Facts of replies. Used by application_forget().
-- takes: application_id int
UPDATE application_decision SET facts = '' WHERE application_id = $1;

-- name: application_retention_drop_fees
-- Words of fees. Used by application_forget().
-- takes: application_id int
UPDATE application_fee SET says = '' WHERE application_id = $1;

-- name: application_retention_drop_disputes
-- Words of disputes. Used by application_forget().
-- takes: application_id int
UPDATE application_dispute SET says = '' WHERE application_id = $1;

-- name: application_retention_drop_disposals
-- Reasons of disposals. Used by application_forget().
-- takes: application_id int
UPDATE application_disposal SET says = '', reason = '' WHERE application_id = $1;

-- name: application_retention_drop_prints
-- What finds cases like it. Used by application_forget().
-- takes: application_id int
DELETE FROM application_print WHERE application_id = $1;

-- name: application_retention_waste_files
-- The case's files are to be swept. Used by application_forget().
-- takes: application_id int
INSERT INTO application_waste (digest)
SELECT DISTINCT digest FROM application_file WHERE application_id = $1 AND digest <> ''
ON CONFLICT DO NOTHING;

-- name: application_retention_drop_files
-- Kind, size and days stay; name, warnings and digest go. Used by application_forget().
-- takes: application_id int, removed_at int, name text
UPDATE application_file SET name = $3, warnings = '', digest = '', is_released = 0,
	removed_at = coalesce(removed_at, $2)
WHERE application_id = $1;

-- name: application_retention_waste_add
-- A file of a letter is to be swept. Used by application_forget().
-- takes: digest text
INSERT INTO application_waste (digest) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: application_retention_waste_some
-- Files to be looked at. Used by application_sweep_files().
-- takes: after text, limit int
-- gives: digest text
SELECT digest FROM application_waste WHERE digest > $1 ORDER BY digest LIMIT $2;

-- name: application_retention_waste_named
-- Does any row of the program name this stored file? Every table that names one stands here. Used by
-- application_sweep_files().
-- takes: digest text
-- gives: total int
SELECT (SELECT count(*) FROM application_file WHERE digest = $1)
	+ (SELECT count(*) FROM letter WHERE docx = $1 OR pdf = $1)
	+ (SELECT count(*) FROM report WHERE digest = $1) AS total;

-- name: application_retention_waste_drop
-- Nothing is left to do for it. Used by application_sweep_files().
-- takes: digest text
DELETE FROM application_waste WHERE digest = $1;
