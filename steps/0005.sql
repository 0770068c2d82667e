-- Background jobs, outgoing mail, settings (job/, mail/, setting/). Times are in seconds since 1970
-- (UTC).

-- One row for each setting that somebody has given a value; what was never set has its declared
-- default. agency_id 0 is the whole installation, else the value holds for the agency and what
-- stands below it. Neither value nor sealed: it was set once and is now inherited again; the row
-- stays, so that its version goes on counting and an old form is refused.
CREATE TABLE setting (
	id ID,
	agency_id INT NOT NULL CHECK (agency_id >= 0),
	name TEXT NOT NULL CHECK (name <> ''),
	value TEXT,
	sealed BYTES,
	version INT NOT NULL CHECK (version > 0),
	changed_at INT NOT NULL,
	changed_by TEXT NOT NULL,
	CHECK (value IS NULL OR sealed IS NULL)
);
CREATE UNIQUE INDEX setting_place ON setting (agency_id, name);

-- One row, with a new random number after each change, so that every server sees that its copy of
-- the settings is old. No row: nothing was ever set.
CREATE TABLE setting_generation (
	id INT NOT NULL PRIMARY KEY CHECK (id = 1),
	number INT NOT NULL
);

-- Work to be done in the background. state: 0 waiting, 1 running, 2 done, 3 failed, 4 cancelled.
-- run_at 0: at once. delay: the length of the wait that run_at ends, 0 when run_at is an appointment.
-- claim counts the claims, so that a server that lost a job cannot finish it; beat grows while it
-- is being worked on. again: the same work was asked for while it was running.
CREATE TABLE job (
	id ID,
	kind TEXT NOT NULL CHECK (kind <> ''),
	payload TEXT NOT NULL,
	unique_key TEXT NOT NULL,
	state INT NOT NULL CHECK (state BETWEEN 0 AND 4),
	run_at INT NOT NULL,
	delay INT NOT NULL CHECK (delay >= 0),
	tries INT NOT NULL CHECK (tries >= 0),
	again INT NOT NULL CHECK (again IN (0, 1)),
	cancel_asked INT NOT NULL CHECK (cancel_asked IN (0, 1)),
	claim INT NOT NULL,
	claimed_by TEXT NOT NULL,
	beat INT NOT NULL,
	beat_at INT NOT NULL,
	progress_now INT NOT NULL,
	progress_most INT NOT NULL,
	progress_words TEXT NOT NULL,
	error_code TEXT NOT NULL,
	error TEXT NOT NULL,
	error_en TEXT NOT NULL,
	created_at INT NOT NULL,
	started_at INT,
	finished_at INT
);
CREATE UNIQUE INDEX job_once ON job (unique_key) WHERE unique_key <> '' AND state < 2;
CREATE INDEX job_due ON job (run_at, id) WHERE state = 0;
CREATE INDEX job_running ON job (id) WHERE state = 1;
CREATE INDEX job_state ON job (state, id);
CREATE INDEX job_kind ON job (kind, id);
CREATE INDEX job_finished ON job (finished_at) WHERE state > 1;

-- When each repeated job is next to be queued; which there are, the program declares.
CREATE TABLE job_repeat (
	name TEXT NOT NULL PRIMARY KEY,
	next_at INT NOT NULL,
	last_at INT
);

-- Letters of an agency in the place of the program's own words. agency_id 0: the whole installation.
-- Empty subject and body: the words above hold again; the row stays for its version.
CREATE TABLE mail_template (
	id ID,
	agency_id INT NOT NULL CHECK (agency_id >= 0),
	name TEXT NOT NULL CHECK (name <> ''),
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	version INT NOT NULL CHECK (version > 0),
	changed_at INT NOT NULL,
	changed_by TEXT NOT NULL
);
CREATE UNIQUE INDEX mail_template_place ON mail_template (agency_id, name);

-- The outbox. state: 0 waiting, 1 sent, 2 failed, 3 cancelled. Address, name, subject and text are
-- sealed; address_mark finds the letters to one address, address_masked is for lists. place is a
-- random name, which the seals are bound to; with round, which counts the times somebody wanted the
-- letter sent anew, it makes the Message-ID.
CREATE TABLE mail (
	id ID,
	agency_id INT NOT NULL CHECK (agency_id >= 0),
	agency_path TEXT NOT NULL,
	template TEXT NOT NULL,
	place TEXT NOT NULL,
	round INT NOT NULL,
	address_mark TEXT NOT NULL CHECK (length(address_mark) = 64),
	address_masked TEXT NOT NULL,
	sealed_address BYTES NOT NULL,
	sealed_letter BYTES NOT NULL,
	state INT NOT NULL CHECK (state BETWEEN 0 AND 3),
	is_urgent INT NOT NULL CHECK (is_urgent IN (0, 1)),
	tries INT NOT NULL CHECK (tries >= 0),
	error_code TEXT NOT NULL,
	error TEXT NOT NULL,
	error_en TEXT NOT NULL,
	created_at INT NOT NULL,
	finished_at INT
);
CREATE UNIQUE INDEX mail_place ON mail (place);
CREATE INDEX mail_state ON mail (state, id);
CREATE INDEX mail_agency ON mail (agency_id, id);
CREATE INDEX mail_mark ON mail (address_mark, id);
CREATE INDEX mail_finished ON mail (finished_at) WHERE state > 0;
