-- Sites: host names and what they show. Used by agency_site_store.c and agency_site_work.c, and
-- where names and places of agencies change.

-- piece: site
-- A site with its agency.
-- gives: id int, host text, agency_id int, agency_name text, path text, title text, organizer text
-- gives: operator text, icp text, police text, site_code text, contact text, guide_address text
-- gives: palette text, is_default int, version int
s.id, s.host, s.agency_id, a.name AS agency_name, a.path, s.title, s.organizer, s.operator,
	s.icp, s.police, s.site_code, s.contact, s.guide_address, s.palette, s.is_default, s.version
FROM agency_site s JOIN agency a ON a.id = s.agency_id

-- name: agency_site_of_host
-- The site of a host name, else the default one. Used by agency_site_find().
-- takes: host text
-- gives: {site}
SELECT {site}
WHERE s.host = $1 OR s.is_default = 1
ORDER BY CASE WHEN s.host = $1 THEN 0 ELSE 1 END LIMIT 1;

-- name: agency_site_by_id
-- Used by agency_site_load().
-- takes: id int
-- gives: {site}
SELECT {site}
WHERE s.id = $1;

-- name: agency_site_all
-- Used by agency_site_load_all() and the copy in memory.
-- gives: {site}
SELECT {site}
ORDER BY s.host;

-- name: agency_site_age
-- The number that goes up with every change. Used by agency_sites_find().
-- gives: number int
SELECT number FROM agency_site_generation;

-- name: agency_site_grow
-- After a change of a site, or of an agency's name or place. Used by agency_site_work.c,
-- agency_work.c and agency_tree_store.c.
UPDATE agency_site_generation SET number = number + 1;

-- name: agency_site_add
-- A new site; nothing when the host has one. Used by agency_site_save().
-- takes: host text, agency_id int, title text, organizer text, operator text, icp text
-- takes: police text, site_code text, contact text, guide_address text, palette text, is_default int
-- gives: id int
INSERT INTO agency_site (host, agency_id, title, organizer, operator, icp, police, site_code, contact,
	guide_address, palette, is_default)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id;

-- name: agency_site_set
-- When it is still the version that was seen. Used by agency_site_save().
-- takes: id int, version int, host text, agency_id int, title text, organizer text, operator text, icp text
-- takes: police text, site_code text, contact text, guide_address text, palette text, is_default int
-- gives: version int
UPDATE agency_site SET host = $3, agency_id = $4, title = $5, organizer = $6, operator = $7, icp = $8,
	police = $9, site_code = $10, contact = $11, guide_address = $12, palette = $13,
	is_default = $14, version = version + 1
WHERE id = $1 AND version = $2 RETURNING version;

-- name: agency_site_no_default
-- Before another becomes the default. Used by agency_site_save().
-- takes: not_id int
UPDATE agency_site SET is_default = 0, version = version + 1 WHERE is_default = 1 AND id <> $1;

-- name: agency_site_taken
-- Another site of this host. Used by agency_site_save().
-- takes: host text, not_id int
-- gives: id int
SELECT id FROM agency_site WHERE host = $1 AND id <> $2;

-- name: agency_site_delete
-- When it is still the version that was seen. Used by agency_site_drop().
-- takes: id int, version int
-- gives: id int
DELETE FROM agency_site WHERE id = $1 AND version = $2 RETURNING id;
