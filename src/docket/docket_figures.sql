-- Cases as they count in a period, for the statistics and the annual report's third table. Used by
-- docket_figures_store.c only.

-- name: docket_figures_cases
-- Cases that were received by the end of a period and not ended before it, agency by agency; neither merged
-- ones, which count with another, nor requests for amendment, which are not in the form.
-- Used by docket_load_figures().
-- takes: path_pattern text, from_day int, to_day int
-- gives: agency_id int, applicant_kind int, received_on int, ended_on int?, due_on int?, outcome int
-- gives: is_late int, is_extended int, was_corrected int, is_paused int, was_consulted int
SELECT p.agency_id, p.applicant_kind, p.received_on, p.ended_on, p.due_on, p.outcome, p.is_late, p.is_extended,
	p.was_corrected, p.is_paused, CASE WHEN EXISTS (SELECT 1 FROM application_party y
		WHERE y.application_id = p.id AND y.kind = 0) THEN 1 ELSE 0 END AS was_consulted
FROM agency a CROSS JOIN application p
WHERE a.path LIKE $1 AND p.agency_id = a.id AND p.received_on <= $3
	AND (p.ended_on IS NULL OR p.ended_on >= $2) AND p.state <> 60 AND p.kind = 0
ORDER BY p.agency_id, p.id;

-- name: docket_figures_disputes
-- Reconsiderations and lawsuits that ended in a period, by agency: how many, and how many corrected the agency.
-- Only those where it acted itself count (国办公开办函〔2016〕201号). Used by docket_load_figures().
-- takes: path_pattern text, from_day int, to_day int
-- gives: agency_id int, total int, corrected int
SELECT d.agency_id, count(*) AS total, sum(CASE WHEN d.result = 2 THEN 1 ELSE 0 END) AS corrected
FROM application_dispute d JOIN agency a ON a.id = d.agency_id
WHERE a.path LIKE $1 AND d.ended_on BETWEEN $2 AND $3 AND d.result > 0 AND d.role = 0
GROUP BY d.agency_id ORDER BY d.agency_id;

-- name: docket_figures_agencies
-- Names of those that have cases. Used by docket_load_figures().
-- takes: path_pattern text
-- gives: id int, name text, path text
SELECT a.id, a.name, a.path FROM agency a
WHERE a.path LIKE $1 AND EXISTS (SELECT 1 FROM application p WHERE p.agency_id = a.id)
ORDER BY a.id;
