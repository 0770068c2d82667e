CREATE TABLE agency (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL CHECK (name <> ''),
	parent_id INTEGER REFERENCES agency (id),
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 3)
) STRICT;
CREATE UNIQUE INDEX agency_name ON agency (name);
CREATE INDEX agency_parent ON agency (parent_id);
CREATE TABLE report (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	year INTEGER NOT NULL CHECK (year BETWEEN 1949 AND 2200),
	form INTEGER NOT NULL CHECK (form IN (0, 2019, 2021)),
	title TEXT NOT NULL,
	file_name TEXT NOT NULL,
	digest TEXT NOT NULL CHECK (length(digest) = 64),
	byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
	error_count INTEGER NOT NULL CHECK (error_count >= 0),
	warning_count INTEGER NOT NULL CHECK (warning_count >= 0),
	note_count INTEGER NOT NULL CHECK (note_count >= 0),
	stored_at INTEGER NOT NULL,
	replaced_by INTEGER REFERENCES report (id)
) STRICT;
CREATE UNIQUE INDEX report_current ON report (agency_id, year) WHERE replaced_by IS NULL;
CREATE INDEX report_digest ON report (digest);
CREATE UNIQUE INDEX report_file ON report (agency_id, year, digest);
CREATE INDEX report_replaced_by ON report (replaced_by);
CREATE INDEX report_year ON report (year);
CREATE TABLE report_record (
	report_id INTEGER NOT NULL PRIMARY KEY REFERENCES report (id),
	record TEXT NOT NULL
) STRICT;
CREATE TABLE schema_step (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT;
