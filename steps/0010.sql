-- Applications for government information (依申请公开) from receipt to archive: application/.
-- Law: 条例 (2019) arts. 27 to 45.

-- One application about one matter (一事一申请). `number` counts within agency and year without a gap.
-- `applicant` is sealed: who it is, the proof of identity, how to reach them; none once it was removed at
-- its time. The marks are keyed hashes to find the same applicant by. `applicant_kind` is a column of the annual
-- report's third table. `received_on` is the day that art. 31 says, none while nobody confirmed it.
-- `due_on`, `is_paused` and `is_late` are what the clock derives from the events under the calendar of
-- `calendar_version`; they are kept for lists only and made anew when events or calendar change. `sort_on` is the
-- day that lists are ordered by: that due day, the day of arrival before receipt, far away when paused.
-- `delay_until` is the term an agency set itself (art. 35). `outcome` is a row of the annual report's
-- third table; `reply_kind` what art. 36 ff. call the reply. `form_mark` finds a form that was sent twice.
CREATE TABLE application (
	id ID,
	agency_id INT NOT NULL REFERENCES agency (id),
	year INT NOT NULL,
	number INT NOT NULL,
	kind INT NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 1),
	channel INT NOT NULL CHECK (channel BETWEEN 0 AND 7),
	state INT NOT NULL,
	title TEXT NOT NULL CHECK (title <> ''),
	description TEXT NOT NULL,
	applicant_kind INT NOT NULL CHECK (applicant_kind BETWEEN 0 AND 5),
	applicant BYTES,
	name_mark TEXT,
	proof_mark TEXT,
	reach_mark TEXT,
	wanted_form INT NOT NULL DEFAULT 0,
	wanted_way INT NOT NULL DEFAULT 0,
	help TEXT NOT NULL DEFAULT '',
	is_filled_by_office INT NOT NULL DEFAULT 0 CHECK (is_filled_by_office IN (0, 1)),
	query_mark TEXT,
	form_mark TEXT,
	submitted_at INT NOT NULL,
	submitted_on INT NOT NULL,
	received_on INT,
	unit_id INT REFERENCES agency (id),
	officer_id INT REFERENCES account (id),
	due_on INT,
	sort_on INT NOT NULL DEFAULT 0,
	calendar_version INT NOT NULL DEFAULT 0,
	is_paused INT NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
	is_extended INT NOT NULL DEFAULT 0 CHECK (is_extended IN (0, 1)),
	was_corrected INT NOT NULL DEFAULT 0 CHECK (was_corrected IN (0, 1)),
	delay_until INT,
	reply_kind INT NOT NULL DEFAULT 0,
	outcome INT NOT NULL DEFAULT 0,
	ended_on INT,
	is_late INT NOT NULL DEFAULT 0 CHECK (is_late IN (0, 1)),
	parent_id INT REFERENCES application (id),
	merged_into INT REFERENCES application (id),
	previous_id INT REFERENCES application (id),
	retention INT NOT NULL DEFAULT 0,
	archived_on INT,
	removed_on INT,
	version INT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX application_number ON application (agency_id, year, number);
CREATE UNIQUE INDEX application_query ON application (query_mark);
CREATE UNIQUE INDEX application_form ON application (form_mark);
-- States below 40 are open; see enum application_state.
-- The columns behind `id` let queues be counted without the rows, `state` too: SQLite asks it again.
CREATE INDEX application_open ON application (agency_id, sort_on, id, due_on, is_paused, officer_id, state)
	WHERE state < 40;
CREATE INDEX application_due ON application (sort_on, id) WHERE state < 40;
CREATE INDEX application_waiting ON application (state, sort_on, id) WHERE state < 40;
CREATE INDEX application_step ON application (agency_id, state, sort_on, officer_id) WHERE state < 40;
CREATE INDEX application_all ON application (agency_id, id);
CREATE INDEX application_state ON application (agency_id, state, id);
CREATE INDEX application_state_all ON application (state, id);
CREATE INDEX application_received ON application (agency_id, received_on, id);
CREATE INDEX application_officer ON application (officer_id, sort_on, id, due_on) WHERE state < 40;
CREATE INDEX application_unit ON application (unit_id, sort_on, id) WHERE state < 40;
CREATE INDEX application_name ON application (name_mark);
CREATE INDEX application_proof ON application (proof_mark);
CREATE INDEX application_reach ON application (reach_mark);
CREATE INDEX application_parent ON application (parent_id);
CREATE INDEX application_merged ON application (merged_into);
CREATE INDEX application_archived ON application (archived_on, id) WHERE state = 50;
CREATE INDEX application_calendar ON application (calendar_version) WHERE state < 40;

-- What happened, in the order entered; the truth that the clock is derived from. `day` is when it
-- happened by law, `at` when it was entered: a day entered later than it was needs a `reason`.
-- `value` and `until` belong to the kind (days of an extension, the end of a term). An event that was entered
-- wrongly is not removed but voided by a later one.
CREATE TABLE application_event (
	id ID,
	application_id INT NOT NULL REFERENCES application (id),
	at INT NOT NULL,
	day INT NOT NULL,
	kind INT NOT NULL,
	value INT NOT NULL DEFAULT 0,
	until INT,
	account_id INT REFERENCES account (id),
	says TEXT NOT NULL DEFAULT '',
	reason TEXT NOT NULL DEFAULT '',
	letter_id INT,
	voided_by INT REFERENCES application_event (id)
);
CREATE INDEX application_event_of ON application_event (application_id, id);

-- Files of a case, kept by digest. `kind`: see enum application_file_kind. Proofs of identity are sealed bytes.
-- `warnings` is what was found inside. Only released files are the applicant's to fetch.
CREATE TABLE application_file (
	id ID,
	application_id INT NOT NULL REFERENCES application (id),
	kind INT NOT NULL,
	name TEXT NOT NULL CHECK (name <> ''),
	type TEXT NOT NULL,
	digest TEXT NOT NULL,
	byte_count INT NOT NULL,
	warnings TEXT NOT NULL DEFAULT '',
	is_sealed INT NOT NULL DEFAULT 0 CHECK (is_sealed IN (0, 1)),
	is_released INT NOT NULL DEFAULT 0 CHECK (is_released IN (0, 1)),
	source_id INT REFERENCES application_file (id),
	account_id INT REFERENCES account (id),
	added_at INT NOT NULL,
	removed_at INT
);
CREATE INDEX application_file_of ON application_file (application_id, id);

-- Third parties (art. 32) and other agencies (art. 34) that were asked. `who` is sealed. `answer`: see
-- enum application_answer; `due_on` is made anew when the calendar changes while no answer came.
CREATE TABLE application_party (
	id ID,
	application_id INT NOT NULL REFERENCES application (id),
	kind INT NOT NULL CHECK (kind BETWEEN 0 AND 1),
	who BYTES,
	asked_on INT NOT NULL,
	delivered_on INT,
	due_on INT,
	answer INT NOT NULL DEFAULT 0 CHECK (answer BETWEEN 0 AND 6),
	answered_on INT,
	says TEXT NOT NULL DEFAULT '',
	letter_id INT,
	version INT NOT NULL DEFAULT 1
);
CREATE INDEX application_party_of ON application_party (application_id, id);

-- Departments that work on one case, each with its own opinion and day, and legal counsel (a lawyer or a
-- firm, by name), whose opinion an officer or the legal reviewer enters.
CREATE TABLE application_opinion (
	id ID,
	application_id INT NOT NULL REFERENCES application (id),
	unit_id INT REFERENCES agency (id),
	counsel TEXT NOT NULL DEFAULT '',
	asked_by INT REFERENCES account (id),
	asked_on INT NOT NULL,
	due_on INT,
	question TEXT NOT NULL DEFAULT '',
	answer INT NOT NULL DEFAULT 0,
	says TEXT NOT NULL DEFAULT '',
	answered_by INT REFERENCES account (id),
	answered_on INT,
	version INT NOT NULL DEFAULT 1,
	CHECK ((unit_id IS NULL) = (counsel <> ''))
);
CREATE INDEX application_opinion_of ON application_opinion (application_id, id);
CREATE INDEX application_opinion_unit ON application_opinion (unit_id, due_on) WHERE answered_on IS NULL;

-- What is to be replied, from draft to signature: the kind of reply, its grounds and the facts of its
-- letter as a JSON object. One row for each round; the newest counts.
CREATE TABLE application_decision (
	id ID,
	application_id INT NOT NULL REFERENCES application (id),
	reply_kind INT NOT NULL,
	outcome INT NOT NULL,
	grounds TEXT NOT NULL DEFAULT '',
	facts TEXT NOT NULL DEFAULT '',
	drafted_by INT REFERENCES account (id),
	drafted_at INT NOT NULL,
	reviewed_by INT REFERENCES account (id),
	legal_by INT REFERENCES account (id),
	signed_by INT REFERENCES account (id),
	signed_on INT,
	letter_id INT,
	version INT NOT NULL DEFAULT 1
);
CREATE INDEX application_decision_of ON application_decision (application_id, id);

-- 信息处理费 (国办函〔2020〕109 号), in fen. `standard`: 0 by case, 1 by page. `due_on` counts from the day
-- the notice was received, so there is none before `delivered_on`.
CREATE TABLE application_fee (
	id ID,
	application_id INT NOT NULL REFERENCES application (id),
	standard INT NOT NULL CHECK (standard BETWEEN 0 AND 1),
	quantity INT NOT NULL CHECK (quantity > 0),
	fen INT NOT NULL CHECK (fen >= 0),
	state INT NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
	notified_on INT NOT NULL,
	delivered_on INT,
	due_on INT,
	paid_on INT,
	says TEXT NOT NULL DEFAULT '',
	letter_id INT,
	version INT NOT NULL DEFAULT 1
);
CREATE INDEX application_fee_of ON application_fee (application_id, id);

-- Prints of the words of an application (min-hash bands), to find others like it quickly.
CREATE TABLE application_print (
	application_id INT NOT NULL REFERENCES application (id),
	band INT NOT NULL,
	agency_id INT NOT NULL REFERENCES agency (id),
	print INT NOT NULL,
	PRIMARY KEY (application_id, band)
);
CREATE INDEX application_print_same ON application_print (agency_id, band, print);

-- Reconsideration (行政复议) and litigation (行政诉讼) about an application, into the annual report's fourth table.
-- `kind`: 0 reconsideration, 1 litigation directly, 2 litigation after reconsideration. `result`: 0 pending,
-- 1 upheld, 2 corrected, 3 other. `role`: 0 the agency itself acted, 1 it only reviewed and is sued along; those
-- do not count (国办公开办函〔2016〕201号). `answer_due_on` is by which the agency has to answer; `is_due_told`: the
-- notice of the body or court named that day, so that no calendar moves it.
CREATE TABLE application_dispute (
	id ID,
	agency_id INT NOT NULL REFERENCES agency (id),
	application_id INT REFERENCES application (id),
	previous_id INT REFERENCES application_dispute (id),
	kind INT NOT NULL CHECK (kind BETWEEN 0 AND 2),
	role INT NOT NULL DEFAULT 0 CHECK (role BETWEEN 0 AND 1),
	body TEXT NOT NULL CHECK (body <> ''),
	case_number TEXT NOT NULL DEFAULT '',
	is_simple INT NOT NULL DEFAULT 0 CHECK (is_simple IN (0, 1)),
	arrived_on INT NOT NULL,
	answer_due_on INT,
	is_due_told INT NOT NULL DEFAULT 0 CHECK (is_due_told IN (0, 1)),
	calendar_version INT NOT NULL DEFAULT 0,
	answered_on INT,
	hearing_on INT,
	result INT NOT NULL DEFAULT 0 CHECK (result BETWEEN 0 AND 3),
	ended_on INT,
	says TEXT NOT NULL DEFAULT '',
	version INT NOT NULL DEFAULT 1
);
CREATE INDEX application_dispute_of ON application_dispute (application_id);
CREATE INDEX application_dispute_agency ON application_dispute (agency_id, arrived_on);
CREATE INDEX application_dispute_open ON application_dispute (answer_due_on) WHERE answered_on IS NULL AND ended_on IS NULL;

-- Digests of stored files whose rows were disposed of; the sweep removes the file when no row names it any more.
CREATE TABLE application_waste (
	digest TEXT NOT NULL PRIMARY KEY CHECK (length(digest) = 64)
);

-- Proposals to remove the personal data and files of a case whose time is over. `state`: 0 waiting, 1 approved,
-- 2 refused. Who proposes does not decide. A case has one waiting proposal at most.
CREATE TABLE application_disposal (
	id ID,
	application_id INT NOT NULL REFERENCES application (id),
	state INT NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
	proposed_by INT NOT NULL REFERENCES account (id),
	proposed_on INT NOT NULL,
	says TEXT NOT NULL DEFAULT '',
	decided_by INT REFERENCES account (id),
	decided_on INT,
	reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX application_disposal_waiting ON application_disposal (application_id) WHERE state = 0;
CREATE INDEX application_disposal_of ON application_disposal (application_id, id);

-- Searches a person keeps; `query` is the query string of the list.
CREATE TABLE application_filter (
	id ID,
	account_id INT NOT NULL REFERENCES account (id),
	name TEXT NOT NULL CHECK (name <> ''),
	query TEXT NOT NULL
);
CREATE INDEX application_filter_of ON application_filter (account_id, id);

-- What somebody was reminded of: once for each case, sort and day, whichever server does it. `kind`: see
-- enum application_reminding; `about_id` is the case, from kind 8 on the dispute, so it references neither.
-- `is_mailed`: the day's letter that names it was written.
CREATE TABLE application_reminder (
	about_id INT NOT NULL,
	kind INT NOT NULL CHECK (kind BETWEEN 1 AND 11),
	day INT NOT NULL,
	account_id INT NOT NULL REFERENCES account (id),
	agency_id INT NOT NULL REFERENCES agency (id),
	is_mailed INT NOT NULL DEFAULT 0 CHECK (is_mailed IN (0, 1)),
	PRIMARY KEY (about_id, kind, day, account_id)
);
CREATE INDEX application_reminder_mail ON application_reminder (account_id) WHERE is_mailed = 0;
CREATE INDEX application_reminder_day ON application_reminder (day);
