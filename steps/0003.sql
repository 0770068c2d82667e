-- The tree of agencies (行政机关) with its history, and the sites that one installation serves.

-- Kinds grow: 4 public institution (事业单位), 5 organisation authorised by law (条例 art. 54). A CHECK
-- cannot be changed, so a new column takes the old one's place.
ALTER TABLE agency ADD COLUMN kind_now INT NOT NULL DEFAULT 0 CHECK (kind_now BETWEEN 0 AND 5);
UPDATE agency SET kind_now = kind;
ALTER TABLE agency DROP COLUMN kind;
ALTER TABLE agency RENAME COLUMN kind_now TO kind;

-- `path` are the ids from the top down to the agency itself, "/1/5/9/"; it is the tree's index.
ALTER TABLE agency ADD COLUMN path TEXT NOT NULL DEFAULT '';
-- Rank in the administration: 0 unknown, 1 province, 2 city, 3 county, 4 street or township.
ALTER TABLE agency ADD COLUMN level INT NOT NULL DEFAULT 0 CHECK (level BETWEEN 0 AND 4);
-- Separated by 、 as people write them.
ALTER TABLE agency ADD COLUMN short_names TEXT NOT NULL DEFAULT '';
-- 统一社会信用代码 (GB 32100).
ALTER TABLE agency ADD COLUMN credit_code TEXT CHECK (length(credit_code) = 18);
-- 行政区划代码 (GB/T 2260; twelve digits name a street or township).
ALTER TABLE agency ADD COLUMN division_code TEXT CHECK (length(division_code) IN (6, 9, 12));
-- Among those below one parent; then by name.
ALTER TABLE agency ADD COLUMN sort_order INT NOT NULL DEFAULT 0;
-- Days since 1970: the first day it existed, and the first day on which it no longer did.
ALTER TABLE agency ADD COLUMN valid_from INT;
ALTER TABLE agency ADD COLUMN valid_to INT CHECK (valid_to > valid_from);
-- Goes up with every change; a form that was made from an older one is stale.
ALTER TABLE agency ADD COLUMN version INT NOT NULL DEFAULT 1;
-- Names, short names and code in lower case: what searching looks through.
ALTER TABLE agency ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE agency SET words = lower(name);

WITH RECURSIVE tree (id, path) AS (
	SELECT a.id, '/' || a.id || '/' FROM agency a WHERE a.parent_id IS NULL
	UNION ALL
	SELECT a.id, t.path || a.id || '/' FROM agency a JOIN tree t ON a.parent_id = t.id
)
UPDATE agency SET path = tree.path FROM tree WHERE tree.id = agency.id;

-- Names are given once among those that stand below one parent at the same time.
DROP INDEX agency_name;
DROP INDEX agency_parent;
CREATE UNIQUE INDEX agency_name ON agency (coalesce(parent_id, 0), name) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX agency_credit_code ON agency (credit_code) WHERE valid_to IS NULL;
-- With the end, so that existing children are counted without looking at their rows.
CREATE INDEX agency_parent ON agency (parent_id, valid_to);
CREATE INDEX agency_any_name ON agency (name);
CREATE INDEX agency_path ON agency (path);
CREATE INDEX agency_words ON agency (words, id);
CREATE INDEX agency_child ON agency (coalesce(parent_id, 0), sort_order, name, id);

-- The nine particulars of the disclosure office that art. 12 of the 条例 asks a guide to name.
CREATE TABLE agency_office (
	agency_id INT NOT NULL PRIMARY KEY REFERENCES agency (id),
	categories TEXT NOT NULL,
	arrangement TEXT NOT NULL,
	ways TEXT NOT NULL,
	office TEXT NOT NULL,
	address TEXT NOT NULL,
	hours TEXT NOT NULL,
	phone TEXT NOT NULL,
	fax TEXT NOT NULL,
	online TEXT NOT NULL
);

-- What an agency was called and below whom it stood until a change: one row for each change, true
-- before the day `until` (and from the row before it on).
CREATE TABLE agency_past (
	id ID,
	agency_id INT NOT NULL REFERENCES agency (id),
	name TEXT NOT NULL CHECK (name <> ''),
	parent_id INT REFERENCES agency (id),
	until INT NOT NULL
);
CREATE INDEX agency_past_agency ON agency_past (agency_id, until);
CREATE INDEX agency_past_name ON agency_past (name);
CREATE INDEX agency_past_parent ON agency_past (parent_id);

-- Who came after an agency that was merged or split. Figures of earlier years go to the successor
-- that is `main`; there is one for each agency.
CREATE TABLE agency_successor (
	agency_id INT NOT NULL REFERENCES agency (id),
	successor_id INT NOT NULL REFERENCES agency (id),
	since INT NOT NULL,
	is_main INT NOT NULL CHECK (is_main IN (0, 1)),
	PRIMARY KEY (agency_id, successor_id),
	CHECK (agency_id <> successor_id)
);
CREATE UNIQUE INDEX agency_successor_main ON agency_successor (agency_id) WHERE is_main = 1;
CREATE INDEX agency_successor_to ON agency_successor (successor_id);

-- One host name that shows the part of the tree below an agency. `palette` names colours that were
-- checked for contrast. The others are the particulars of the foot.
CREATE TABLE agency_site (
	id ID,
	host TEXT NOT NULL CHECK (host <> ''),
	agency_id INT NOT NULL REFERENCES agency (id),
	title TEXT NOT NULL CHECK (title <> ''),
	palette TEXT NOT NULL,
	organizer TEXT NOT NULL,
	operator TEXT NOT NULL,
	icp TEXT NOT NULL,
	police TEXT NOT NULL,
	site_code TEXT NOT NULL,
	contact TEXT NOT NULL,
	guide_address TEXT NOT NULL,
	is_default INT NOT NULL CHECK (is_default IN (0, 1)),
	version INT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX agency_site_host ON agency_site (host);
CREATE UNIQUE INDEX agency_site_default ON agency_site (is_default) WHERE is_default = 1;
CREATE INDEX agency_site_agency ON agency_site (agency_id);

-- One number that goes up with every change of a site, so that copies in memory know their age.
CREATE TABLE agency_site_generation (
	id INT NOT NULL PRIMARY KEY CHECK (id = 1),
	number INT NOT NULL
);
INSERT INTO agency_site_generation (id, number) VALUES (1, 1);
