-- Official letters (文书): templates of agencies, document numbers, letters, deliveries: letter/.
-- Law: 条例 (2019) arts. 30 to 42; GB/T 9704—2012.

-- Each version of an agency's own template, the newest counts; agency_id 0 is the whole installation.
-- `kind` is W01 … W24 of letter.h. Empty text: from here on the words above hold again.
CREATE TABLE letter_template (
	id ID,
	agency_id INT NOT NULL CHECK (agency_id >= 0),
	kind INT NOT NULL CHECK (kind BETWEEN 1 AND 60),
	version INT NOT NULL CHECK (version > 0),
	text TEXT NOT NULL,
	saved_at INT NOT NULL,
	saved_by TEXT NOT NULL
);
CREATE UNIQUE INDEX letter_template_version ON letter_template (agency_id, kind, version);

-- The last number that was taken in a series and year (发文字号). It grows in the transaction that
-- signs the letter, so numbers have no gaps.
CREATE TABLE letter_number (
	agency_id INT NOT NULL REFERENCES agency (id),
	series TEXT NOT NULL,
	year INT NOT NULL,
	last INT NOT NULL CHECK (last > 0),
	PRIMARY KEY (agency_id, series, year)
);

-- One letter. `subject` names what it belongs to in a room above ('application'), with the id there.
-- state: 0 draft, 1 in review, 2 signed, 3 void. `draft` (template and facts) and `fixed` (the letter as
-- it was signed) are sealed, bound to `place`; fixed, series, year, count, number and issued_on are
-- there exactly when it was signed once, and stay when it becomes void. `docx` and `pdf` are digests of
-- stored files, made after signing.
CREATE TABLE letter (
	id ID,
	agency_id INT NOT NULL REFERENCES agency (id),
	subject TEXT NOT NULL,
	subject_id INT NOT NULL,
	kind INT NOT NULL CHECK (kind BETWEEN 1 AND 60),
	state INT NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
	place TEXT NOT NULL,
	title TEXT NOT NULL CHECK (title <> ''),
	is_online INT NOT NULL CHECK (is_online IN (0, 1)),
	draft BYTES NOT NULL,
	fixed BYTES,
	series TEXT,
	year INT,
	count INT CHECK (count > 0),
	number TEXT,
	issued_on INT,
	signed_by INT REFERENCES account (id),
	signed_name TEXT NOT NULL DEFAULT '',
	docx TEXT NOT NULL DEFAULT '',
	pdf TEXT NOT NULL DEFAULT '',
	void_reason TEXT NOT NULL DEFAULT '',
	made_at INT NOT NULL,
	changed_at INT NOT NULL,
	version INT NOT NULL DEFAULT 1,
	CHECK (state <> 2 OR (fixed IS NOT NULL AND count IS NOT NULL AND number IS NOT NULL AND
		series IS NOT NULL AND year IS NOT NULL AND issued_on IS NOT NULL))
);
CREATE UNIQUE INDEX letter_place ON letter (place);
CREATE UNIQUE INDEX letter_serial ON letter (agency_id, series, year, count) WHERE count IS NOT NULL;
CREATE UNIQUE INDEX letter_document_number ON letter (agency_id, number) WHERE number IS NOT NULL;
CREATE INDEX letter_subject ON letter (subject, subject_id, id);
CREATE INDEX letter_numbered ON letter (id) WHERE count IS NOT NULL;

-- How a letter reached whom it is for. method: 0 by hand, 1 by another agency, 2 by post, 3 online.
-- Receiver, tracking number and note are sealed, bound to `place`.
CREATE TABLE letter_delivery (
	id ID,
	letter_id INT NOT NULL REFERENCES letter (id),
	method INT NOT NULL CHECK (method BETWEEN 0 AND 3),
	sent_on INT,
	signed_on INT,
	place TEXT NOT NULL,
	particulars BYTES NOT NULL,
	version INT NOT NULL DEFAULT 1,
	CHECK (signed_on >= sent_on)
);
CREATE UNIQUE INDEX letter_delivery_place ON letter_delivery (place);
CREATE INDEX letter_delivery_letter ON letter_delivery (letter_id, id);
