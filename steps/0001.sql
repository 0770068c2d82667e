-- Agencies (行政机关) and their stored annual reports (政府信息公开工作年度报告).

-- Names are exact and given once. `kind`: 0 unknown, 1 government, 2 department, 3 street or township.
CREATE TABLE agency (
	id ID,
	name TEXT NOT NULL CHECK (name <> ''),
	parent_id INT REFERENCES agency (id),
	kind INT NOT NULL CHECK (kind BETWEEN 0 AND 3)
);
-- An index and no constraint, so that a later step can make names unique below a parent only.
CREATE UNIQUE INDEX agency_name ON agency (name);
CREATE INDEX agency_parent ON agency (parent_id);

-- One file that was stored as an agency's report of a year. The current one has no replaced_by; an
-- older version names the one that took its place. `form` is the year the form was issued for, 0 when
-- none was recognised. `digest` names the original bytes among the stored files. `stored_at` is in
-- seconds since 1970 (UTC).
CREATE TABLE report (
	id ID,
	agency_id INT NOT NULL REFERENCES agency (id),
	year INT NOT NULL CHECK (year BETWEEN 1949 AND 2200),
	form INT NOT NULL CHECK (form IN (0, 2019, 2021)),
	title TEXT NOT NULL,
	file_name TEXT NOT NULL,
	digest TEXT NOT NULL CHECK (length(digest) = 64),
	byte_count INT NOT NULL CHECK (byte_count >= 0),
	error_count INT NOT NULL CHECK (error_count >= 0),
	warning_count INT NOT NULL CHECK (warning_count >= 0),
	note_count INT NOT NULL CHECK (note_count >= 0),
	stored_at INT NOT NULL,
	replaced_by INT REFERENCES report (id)
);
CREATE UNIQUE INDEX report_current ON report (agency_id, year) WHERE replaced_by IS NULL;
CREATE UNIQUE INDEX report_file ON report (agency_id, year, digest);
CREATE INDEX report_digest ON report (digest);
CREATE INDEX report_year ON report (year);
CREATE INDEX report_replaced_by ON report (replaced_by);

-- The record (JSON) of a report, apart from it, so that lists do not walk through long text.
CREATE TABLE report_record (
	report_id INT NOT NULL PRIMARY KEY REFERENCES report (id),
	record TEXT NOT NULL
);
