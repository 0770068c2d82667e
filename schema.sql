CREATE TABLE access_token (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES account (id),
	mark TEXT NOT NULL CHECK (length(mark) = 64),
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	roles INTEGER NOT NULL CHECK (roles > 0),
	may_write INTEGER NOT NULL CHECK (may_write IN (0, 1)),
	last_day INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	seen_at INTEGER,
	address TEXT NOT NULL DEFAULT '',
	ended_at INTEGER,
	ended_why INTEGER CHECK (ended_why BETWEEN 1 AND 4)
) STRICT;
CREATE INDEX access_token_account ON access_token (account_id, id);
CREATE UNIQUE INDEX access_token_mark ON access_token (mark);
CREATE TABLE account (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	login TEXT NOT NULL CHECK (login <> ''),
	name TEXT NOT NULL CHECK (name <> ''),
	agency_id INTEGER REFERENCES agency (id),
	phone BLOB,
	phone_mark TEXT CHECK (length(phone_mark) = 64),
	mail BLOB,
	mail_mark TEXT CHECK (length(mail_mark) = 64),
	password TEXT NOT NULL DEFAULT '',
	password_at INTEGER NOT NULL DEFAULT 0,
	must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
	second_factor BLOB,
	second_factor_next BLOB,
	factor_step INTEGER NOT NULL DEFAULT 0,
	state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1)),
	valid_from INTEGER,
	valid_to INTEGER,
	created_at INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
, wants_mail INTEGER NOT NULL DEFAULT 1 CHECK (wants_mail IN (0, 1))) STRICT;
CREATE INDEX account_agency ON account (agency_id);
CREATE UNIQUE INDEX account_login ON account (login);
CREATE INDEX account_mail ON account (mail_mark);
CREATE INDEX account_name ON account (name, id);
CREATE INDEX account_phone ON account (phone_mark);
CREATE TABLE account_network (
	account_id INTEGER NOT NULL REFERENCES account (id),
	mark TEXT NOT NULL CHECK (length(mark) = 64),
	seen_at INTEGER NOT NULL,
	PRIMARY KEY (account_id, mark)
) STRICT;
CREATE TABLE account_role (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES account (id),
	role INTEGER NOT NULL CHECK (role BETWEEN 2 AND 11),
	agency_id INTEGER REFERENCES agency (id),
	has_subtree INTEGER NOT NULL CHECK (has_subtree IN (0, 1)),
	valid_from INTEGER,
	valid_to INTEGER,
	given_at INTEGER NOT NULL,
	given_by INTEGER REFERENCES account (id),
	reason TEXT NOT NULL,
	taken_at INTEGER,
	taken_by INTEGER REFERENCES account (id),
	taken_reason TEXT
) STRICT;
CREATE INDEX account_role_agency ON account_role (agency_id);
CREATE UNIQUE INDEX account_role_once ON account_role (account_id, role, coalesce(agency_id, 0))
	WHERE taken_at IS NULL;
CREATE INDEX account_role_role ON account_role (role, account_id) WHERE taken_at IS NULL;
CREATE TABLE agency (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL CHECK (name <> ''),
	parent_id INTEGER REFERENCES agency (id),
	kind INTEGER NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 5), path TEXT NOT NULL DEFAULT '', level INTEGER NOT NULL DEFAULT 0 CHECK (level BETWEEN 0 AND 4), short_names TEXT NOT NULL DEFAULT '', credit_code TEXT CHECK (length(credit_code) = 18), division_code TEXT CHECK (length(division_code) IN (6, 9, 12)), sort_order INTEGER NOT NULL DEFAULT 0, valid_from INTEGER, valid_to INTEGER CHECK (valid_to > valid_from), version INTEGER NOT NULL DEFAULT 1, words TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX agency_any_name ON agency (name);
CREATE INDEX agency_child ON agency (coalesce(parent_id, 0), sort_order, name, id);
CREATE UNIQUE INDEX agency_credit_code ON agency (credit_code) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX agency_name ON agency (coalesce(parent_id, 0), name) WHERE valid_to IS NULL;
CREATE INDEX agency_parent ON agency (parent_id, valid_to);
CREATE INDEX agency_path ON agency (path);
CREATE INDEX agency_words ON agency (words, id);
CREATE TABLE agency_office (
	agency_id INTEGER NOT NULL PRIMARY KEY REFERENCES agency (id),
	categories TEXT NOT NULL,
	arrangement TEXT NOT NULL,
	ways TEXT NOT NULL,
	office TEXT NOT NULL,
	address TEXT NOT NULL,
	hours TEXT NOT NULL,
	phone TEXT NOT NULL,
	fax TEXT NOT NULL,
	online TEXT NOT NULL
) STRICT;
CREATE TABLE agency_past (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	name TEXT NOT NULL CHECK (name <> ''),
	parent_id INTEGER REFERENCES agency (id),
	until INTEGER NOT NULL
) STRICT;
CREATE INDEX agency_past_agency ON agency_past (agency_id, until);
CREATE INDEX agency_past_name ON agency_past (name);
CREATE INDEX agency_past_parent ON agency_past (parent_id);
CREATE TABLE agency_site (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	host TEXT NOT NULL CHECK (host <> ''),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	title TEXT NOT NULL CHECK (title <> ''),
	palette TEXT NOT NULL,
	organizer TEXT NOT NULL,
	operator TEXT NOT NULL,
	icp TEXT NOT NULL,
	police TEXT NOT NULL,
	site_code TEXT NOT NULL,
	contact TEXT NOT NULL,
	guide_address TEXT NOT NULL,
	is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX agency_site_agency ON agency_site (agency_id);
CREATE UNIQUE INDEX agency_site_default ON agency_site (is_default) WHERE is_default = 1;
CREATE UNIQUE INDEX agency_site_host ON agency_site (host);
CREATE TABLE agency_site_generation (
	id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	number INTEGER NOT NULL
) STRICT;
CREATE TABLE agency_successor (
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	successor_id INTEGER NOT NULL REFERENCES agency (id),
	since INTEGER NOT NULL,
	is_main INTEGER NOT NULL CHECK (is_main IN (0, 1)),
	PRIMARY KEY (agency_id, successor_id),
	CHECK (agency_id <> successor_id)
) STRICT;
CREATE UNIQUE INDEX agency_successor_main ON agency_successor (agency_id) WHERE is_main = 1;
CREATE INDEX agency_successor_to ON agency_successor (successor_id);
CREATE TABLE application (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind INTEGER NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 1),
	channel INTEGER NOT NULL CHECK (channel BETWEEN 0 AND 7),
	state INTEGER NOT NULL,
	title TEXT NOT NULL CHECK (title <> ''),
	description TEXT NOT NULL,
	applicant_kind INTEGER NOT NULL CHECK (applicant_kind BETWEEN 0 AND 5),
	applicant BLOB,
	name_mark TEXT,
	proof_mark TEXT,
	reach_mark TEXT,
	wanted_form INTEGER NOT NULL DEFAULT 0,
	wanted_way INTEGER NOT NULL DEFAULT 0,
	help TEXT NOT NULL DEFAULT '',
	is_filled_by_office INTEGER NOT NULL DEFAULT 0 CHECK (is_filled_by_office IN (0, 1)),
	query_mark TEXT,
	form_mark TEXT,
	submitted_at INTEGER NOT NULL,
	submitted_on INTEGER NOT NULL,
	received_on INTEGER,
	unit_id INTEGER REFERENCES agency (id),
	officer_id INTEGER REFERENCES account (id),
	due_on INTEGER,
	sort_on INTEGER NOT NULL DEFAULT 0,
	calendar_version INTEGER NOT NULL DEFAULT 0,
	is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
	is_extended INTEGER NOT NULL DEFAULT 0 CHECK (is_extended IN (0, 1)),
	was_corrected INTEGER NOT NULL DEFAULT 0 CHECK (was_corrected IN (0, 1)),
	delay_until INTEGER,
	reply_kind INTEGER NOT NULL DEFAULT 0,
	outcome INTEGER NOT NULL DEFAULT 0,
	ended_on INTEGER,
	is_late INTEGER NOT NULL DEFAULT 0 CHECK (is_late IN (0, 1)),
	parent_id INTEGER REFERENCES application (id),
	merged_into INTEGER REFERENCES application (id),
	previous_id INTEGER REFERENCES application (id),
	retention INTEGER NOT NULL DEFAULT 0,
	archived_on INTEGER,
	removed_on INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX application_all ON application (agency_id, id);
CREATE INDEX application_archived ON application (archived_on, id) WHERE state = 50;
CREATE INDEX application_calendar ON application (calendar_version) WHERE state < 40;
CREATE INDEX application_due ON application (sort_on, id) WHERE state < 40;
CREATE UNIQUE INDEX application_form ON application (form_mark);
CREATE INDEX application_merged ON application (merged_into);
CREATE INDEX application_name ON application (name_mark);
CREATE UNIQUE INDEX application_number ON application (agency_id, year, number);
CREATE INDEX application_officer ON application (officer_id, sort_on, id, due_on) WHERE state < 40;
CREATE INDEX application_open ON application (agency_id, sort_on, id, due_on, is_paused, officer_id, state)
	WHERE state < 40;
CREATE INDEX application_parent ON application (parent_id);
CREATE INDEX application_proof ON application (proof_mark);
CREATE UNIQUE INDEX application_query ON application (query_mark);
CREATE INDEX application_reach ON application (reach_mark);
CREATE INDEX application_received ON application (agency_id, received_on, id);
CREATE INDEX application_state ON application (agency_id, state, id);
CREATE INDEX application_state_all ON application (state, id);
CREATE INDEX application_step ON application (agency_id, state, sort_on, officer_id) WHERE state < 40;
CREATE INDEX application_unit ON application (unit_id, sort_on, id) WHERE state < 40;
CREATE INDEX application_waiting ON application (state, sort_on, id) WHERE state < 40;
CREATE TABLE application_decision (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	application_id INTEGER NOT NULL REFERENCES application (id),
	reply_kind INTEGER NOT NULL,
	outcome INTEGER NOT NULL,
	grounds TEXT NOT NULL DEFAULT '',
	facts TEXT NOT NULL DEFAULT '',
	drafted_by INTEGER REFERENCES account (id),
	drafted_at INTEGER NOT NULL,
	reviewed_by INTEGER REFERENCES account (id),
	legal_by INTEGER REFERENCES account (id),
	signed_by INTEGER REFERENCES account (id),
	signed_on INTEGER,
	letter_id INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX application_decision_of ON application_decision (application_id, id);
CREATE TABLE application_disposal (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	application_id INTEGER NOT NULL REFERENCES application (id),
	state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
	proposed_by INTEGER NOT NULL REFERENCES account (id),
	proposed_on INTEGER NOT NULL,
	says TEXT NOT NULL DEFAULT '',
	decided_by INTEGER REFERENCES account (id),
	decided_on INTEGER,
	reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX application_disposal_of ON application_disposal (application_id, id);
CREATE UNIQUE INDEX application_disposal_waiting ON application_disposal (application_id) WHERE state = 0;
CREATE TABLE application_dispute (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	application_id INTEGER REFERENCES application (id),
	previous_id INTEGER REFERENCES application_dispute (id),
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
	role INTEGER NOT NULL DEFAULT 0 CHECK (role BETWEEN 0 AND 1),
	body TEXT NOT NULL CHECK (body <> ''),
	case_number TEXT NOT NULL DEFAULT '',
	is_simple INTEGER NOT NULL DEFAULT 0 CHECK (is_simple IN (0, 1)),
	arrived_on INTEGER NOT NULL,
	answer_due_on INTEGER,
	is_due_told INTEGER NOT NULL DEFAULT 0 CHECK (is_due_told IN (0, 1)),
	calendar_version INTEGER NOT NULL DEFAULT 0,
	answered_on INTEGER,
	hearing_on INTEGER,
	result INTEGER NOT NULL DEFAULT 0 CHECK (result BETWEEN 0 AND 3),
	ended_on INTEGER,
	says TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX application_dispute_agency ON application_dispute (agency_id, arrived_on);
CREATE INDEX application_dispute_of ON application_dispute (application_id);
CREATE INDEX application_dispute_open ON application_dispute (answer_due_on) WHERE answered_on IS NULL AND ended_on IS NULL;
CREATE TABLE application_event (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	application_id INTEGER NOT NULL REFERENCES application (id),
	at INTEGER NOT NULL,
	day INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	value INTEGER NOT NULL DEFAULT 0,
	until INTEGER,
	account_id INTEGER REFERENCES account (id),
	says TEXT NOT NULL DEFAULT '',
	reason TEXT NOT NULL DEFAULT '',
	letter_id INTEGER,
	voided_by INTEGER REFERENCES application_event (id)
) STRICT;
CREATE INDEX application_event_of ON application_event (application_id, id);
CREATE TABLE application_fee (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	application_id INTEGER NOT NULL REFERENCES application (id),
	standard INTEGER NOT NULL CHECK (standard BETWEEN 0 AND 1),
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	fen INTEGER NOT NULL CHECK (fen >= 0),
	state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
	notified_on INTEGER NOT NULL,
	delivered_on INTEGER,
	due_on INTEGER,
	paid_on INTEGER,
	says TEXT NOT NULL DEFAULT '',
	letter_id INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX application_fee_of ON application_fee (application_id, id);
CREATE TABLE application_file (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	application_id INTEGER NOT NULL REFERENCES application (id),
	kind INTEGER NOT NULL,
	name TEXT NOT NULL CHECK (name <> ''),
	type TEXT NOT NULL,
	digest TEXT NOT NULL,
	byte_count INTEGER NOT NULL,
	warnings TEXT NOT NULL DEFAULT '',
	is_sealed INTEGER NOT NULL DEFAULT 0 CHECK (is_sealed IN (0, 1)),
	is_released INTEGER NOT NULL DEFAULT 0 CHECK (is_released IN (0, 1)),
	source_id INTEGER REFERENCES application_file (id),
	account_id INTEGER REFERENCES account (id),
	added_at INTEGER NOT NULL,
	removed_at INTEGER
) STRICT;
CREATE INDEX application_file_of ON application_file (application_id, id);
CREATE TABLE application_filter (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES account (id),
	name TEXT NOT NULL CHECK (name <> ''),
	query TEXT NOT NULL
) STRICT;
CREATE INDEX application_filter_of ON application_filter (account_id, id);
CREATE TABLE application_opinion (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	application_id INTEGER NOT NULL REFERENCES application (id),
	unit_id INTEGER REFERENCES agency (id),
	counsel TEXT NOT NULL DEFAULT '',
	asked_by INTEGER REFERENCES account (id),
	asked_on INTEGER NOT NULL,
	due_on INTEGER,
	question TEXT NOT NULL DEFAULT '',
	answer INTEGER NOT NULL DEFAULT 0,
	says TEXT NOT NULL DEFAULT '',
	answered_by INTEGER REFERENCES account (id),
	answered_on INTEGER,
	version INTEGER NOT NULL DEFAULT 1,
	CHECK ((unit_id IS NULL) = (counsel <> ''))
) STRICT;
CREATE INDEX application_opinion_of ON application_opinion (application_id, id);
CREATE INDEX application_opinion_unit ON application_opinion (unit_id, due_on) WHERE answered_on IS NULL;
CREATE TABLE application_party (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	application_id INTEGER NOT NULL REFERENCES application (id),
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 1),
	who BLOB,
	asked_on INTEGER NOT NULL,
	delivered_on INTEGER,
	due_on INTEGER,
	answer INTEGER NOT NULL DEFAULT 0 CHECK (answer BETWEEN 0 AND 6),
	answered_on INTEGER,
	says TEXT NOT NULL DEFAULT '',
	letter_id INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX application_party_of ON application_party (application_id, id);
CREATE TABLE application_print (
	application_id INTEGER NOT NULL REFERENCES application (id),
	band INTEGER NOT NULL,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	print INTEGER NOT NULL,
	PRIMARY KEY (application_id, band)
) STRICT;
CREATE INDEX application_print_same ON application_print (agency_id, band, print);
CREATE TABLE application_reminder (
	about_id INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 12),
	day INTEGER NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	is_mailed INTEGER NOT NULL DEFAULT 0 CHECK (is_mailed IN (0, 1)),
	PRIMARY KEY (about_id, kind, day, account_id)
) STRICT;
CREATE INDEX application_reminder_day ON application_reminder (day);
CREATE INDEX application_reminder_mail ON application_reminder (account_id) WHERE is_mailed = 0;
CREATE TABLE application_waste (
	digest TEXT NOT NULL PRIMARY KEY CHECK (length(digest) = 64)
) STRICT;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
	SELECT raise(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
	SELECT raise(ABORT, 'audit is append-only');
END;
CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	for_agency_id INTEGER NOT NULL,
	address TEXT NOT NULL,
	way INTEGER NOT NULL CHECK (way BETWEEN 0 AND 3),
	deed TEXT NOT NULL CHECK (deed <> ''),
	thing TEXT NOT NULL CHECK (thing <> ''),
	thing_id INTEGER NOT NULL,
	agency_id INTEGER NOT NULL,
	before TEXT NOT NULL,
	after TEXT NOT NULL,
	previous TEXT NOT NULL CHECK (length(previous) = 64),
	digest TEXT NOT NULL CHECK (length(digest) = 64)
) STRICT;
CREATE INDEX audit_account ON audit (account_id, id);
CREATE INDEX audit_agency ON audit (agency_id, id);
CREATE INDEX audit_deed ON audit (deed, thing, id);
CREATE INDEX audit_thing ON audit (thing, thing_id, id);
CREATE TRIGGER audit_day_no_delete BEFORE DELETE ON audit_day
BEGIN
	SELECT raise(ABORT, 'audit_day is append-only');
END;
CREATE TRIGGER audit_day_no_update BEFORE UPDATE ON audit_day
BEGIN
	SELECT raise(ABORT, 'audit_day is append-only');
END;
CREATE TABLE audit_day (
	first_id INTEGER NOT NULL PRIMARY KEY,
	day INTEGER NOT NULL,
	before TEXT NOT NULL CHECK (length(before) = 64)
) STRICT;
CREATE INDEX audit_day_day ON audit_day (day, first_id);
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head
WHEN NEW.id <> OLD.id OR NEW.entry_count <> OLD.entry_count + 1
BEGIN
	SELECT raise(ABORT, 'audit_head only grows');
END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN
	SELECT raise(ABORT, 'audit_head only grows');
END;
CREATE TABLE audit_head (
	id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	entry_count INTEGER NOT NULL CHECK (entry_count > 0),
	digest TEXT NOT NULL CHECK (length(digest) = 64),
	day INTEGER NOT NULL
) STRICT;
CREATE TABLE calendar_change (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	agency_id INTEGER NOT NULL CHECK (agency_id >= 0),
	first_day INTEGER NOT NULL,
	last_day INTEGER NOT NULL,
	note TEXT NOT NULL,
	mark TEXT NOT NULL CHECK (length(mark) = 32)
) STRICT;
CREATE INDEX calendar_change_agency ON calendar_change (agency_id, id);
CREATE TABLE calendar_day (
	agency_id INTEGER NOT NULL CHECK (agency_id >= 0),
	day INTEGER NOT NULL,
	since_id INTEGER NOT NULL REFERENCES calendar_change (id),
	until_id INTEGER NOT NULL CHECK (until_id = 0 OR until_id > since_id),
	kind INTEGER NOT NULL CHECK (kind IN (2, 3)),
	name TEXT NOT NULL,
	PRIMARY KEY (agency_id, day, since_id)
) STRICT;
CREATE UNIQUE INDEX calendar_day_now ON calendar_day (agency_id, day) WHERE until_id = 0;
CREATE TABLE delegation (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	from_id INTEGER NOT NULL REFERENCES account (id),
	to_id INTEGER NOT NULL REFERENCES account (id) CHECK (to_id <> from_id),
	roles INTEGER NOT NULL CHECK (roles > 0),
	first_day INTEGER NOT NULL,
	last_day INTEGER NOT NULL CHECK (last_day >= first_day),
	reason TEXT NOT NULL,
	given_at INTEGER NOT NULL,
	ended_at INTEGER,
	ended_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX delegation_from ON delegation (from_id);
CREATE INDEX delegation_to ON delegation (to_id) WHERE ended_at IS NULL;
CREATE TABLE delegation_role (
	delegation_id INTEGER NOT NULL REFERENCES delegation (id),
	role_id INTEGER NOT NULL REFERENCES account_role (id),
	PRIMARY KEY (delegation_id, role_id)
) STRICT;
CREATE TABLE job (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL CHECK (kind <> ''),
	payload TEXT NOT NULL,
	unique_key TEXT NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
	run_at INTEGER NOT NULL,
	delay INTEGER NOT NULL CHECK (delay >= 0),
	tries INTEGER NOT NULL CHECK (tries >= 0),
	again INTEGER NOT NULL CHECK (again IN (0, 1)),
	cancel_asked INTEGER NOT NULL CHECK (cancel_asked IN (0, 1)),
	claim INTEGER NOT NULL,
	claimed_by TEXT NOT NULL,
	beat INTEGER NOT NULL,
	beat_at INTEGER NOT NULL,
	progress_now INTEGER NOT NULL,
	progress_most INTEGER NOT NULL,
	progress_words TEXT NOT NULL,
	error_code TEXT NOT NULL,
	error TEXT NOT NULL,
	error_en TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	started_at INTEGER,
	finished_at INTEGER
) STRICT;
CREATE INDEX job_due ON job (run_at, id) WHERE state = 0;
CREATE INDEX job_finished ON job (finished_at) WHERE state > 1;
CREATE INDEX job_kind ON job (kind, id);
CREATE UNIQUE INDEX job_once ON job (unique_key) WHERE unique_key <> '' AND state < 2;
CREATE INDEX job_running ON job (id) WHERE state = 1;
CREATE INDEX job_state ON job (state, id);
CREATE TABLE job_repeat (
	name TEXT NOT NULL PRIMARY KEY,
	next_at INTEGER NOT NULL,
	last_at INTEGER
) STRICT;
CREATE TABLE letter (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	subject TEXT NOT NULL,
	subject_id INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 60),
	state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
	place TEXT NOT NULL,
	title TEXT NOT NULL CHECK (title <> ''),
	is_online INTEGER NOT NULL CHECK (is_online IN (0, 1)),
	draft BLOB NOT NULL,
	fixed BLOB,
	series TEXT,
	year INTEGER,
	count INTEGER CHECK (count > 0),
	number TEXT,
	issued_on INTEGER,
	signed_by INTEGER REFERENCES account (id),
	signed_name TEXT NOT NULL DEFAULT '',
	docx TEXT NOT NULL DEFAULT '',
	pdf TEXT NOT NULL DEFAULT '',
	void_reason TEXT NOT NULL DEFAULT '',
	made_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	CHECK (state <> 2 OR (fixed IS NOT NULL AND count IS NOT NULL AND number IS NOT NULL AND
		series IS NOT NULL AND year IS NOT NULL AND issued_on IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX letter_document_number ON letter (agency_id, number) WHERE number IS NOT NULL;
CREATE INDEX letter_numbered ON letter (id) WHERE count IS NOT NULL;
CREATE UNIQUE INDEX letter_place ON letter (place);
CREATE UNIQUE INDEX letter_serial ON letter (agency_id, series, year, count) WHERE count IS NOT NULL;
CREATE INDEX letter_subject ON letter (subject, subject_id, id);
CREATE TABLE letter_delivery (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	letter_id INTEGER NOT NULL REFERENCES letter (id),
	method INTEGER NOT NULL CHECK (method BETWEEN 0 AND 3),
	sent_on INTEGER,
	signed_on INTEGER,
	place TEXT NOT NULL,
	particulars BLOB NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	CHECK (signed_on >= sent_on)
) STRICT;
CREATE INDEX letter_delivery_letter ON letter_delivery (letter_id, id);
CREATE UNIQUE INDEX letter_delivery_place ON letter_delivery (place);
CREATE TABLE letter_number (
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	series TEXT NOT NULL,
	year INTEGER NOT NULL,
	last INTEGER NOT NULL CHECK (last > 0),
	PRIMARY KEY (agency_id, series, year)
) STRICT;
CREATE TABLE letter_template (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	agency_id INTEGER NOT NULL CHECK (agency_id >= 0),
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 60),
	version INTEGER NOT NULL CHECK (version > 0),
	text TEXT NOT NULL,
	saved_at INTEGER NOT NULL,
	saved_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX letter_template_version ON letter_template (agency_id, kind, version);
CREATE TABLE mail (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	agency_id INTEGER NOT NULL CHECK (agency_id >= 0),
	agency_path TEXT NOT NULL,
	template TEXT NOT NULL,
	place TEXT NOT NULL,
	round INTEGER NOT NULL,
	address_mark TEXT NOT NULL CHECK (length(address_mark) = 64),
	address_masked TEXT NOT NULL,
	sealed_address BLOB NOT NULL,
	sealed_letter BLOB NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
	is_urgent INTEGER NOT NULL CHECK (is_urgent IN (0, 1)),
	tries INTEGER NOT NULL CHECK (tries >= 0),
	error_code TEXT NOT NULL,
	error TEXT NOT NULL,
	error_en TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	finished_at INTEGER
) STRICT;
CREATE INDEX mail_agency ON mail (agency_id, id);
CREATE INDEX mail_finished ON mail (finished_at) WHERE state > 0;
CREATE INDEX mail_mark ON mail (address_mark, id);
CREATE UNIQUE INDEX mail_place ON mail (place);
CREATE INDEX mail_state ON mail (state, id);
CREATE TABLE mail_template (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	agency_id INTEGER NOT NULL CHECK (agency_id >= 0),
	name TEXT NOT NULL CHECK (name <> ''),
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	version INTEGER NOT NULL CHECK (version > 0),
	changed_at INTEGER NOT NULL,
	changed_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX mail_template_place ON mail_template (agency_id, name);
CREATE TABLE notice (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES account (id),
	at INTEGER NOT NULL,
	says TEXT NOT NULL CHECK (says <> ''),
	address TEXT NOT NULL,
	read_at INTEGER
) STRICT;
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_read ON notice (read_at) WHERE read_at IS NOT NULL;
CREATE TABLE one_time_link (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	digest TEXT NOT NULL CHECK (length(digest) = 64),
	purpose INTEGER NOT NULL CHECK (purpose IN (1, 2)),
	account_id INTEGER REFERENCES account (id),
	created_at INTEGER NOT NULL,
	created_by INTEGER REFERENCES account (id),
	expires_at INTEGER NOT NULL,
	used_at INTEGER,
	CHECK ((purpose = 1) = (account_id IS NULL))
) STRICT;
CREATE INDEX one_time_link_account ON one_time_link (account_id);
CREATE UNIQUE INDEX one_time_link_digest ON one_time_link (digest);
CREATE TABLE recovery_code (
	account_id INTEGER NOT NULL REFERENCES account (id),
	mark TEXT NOT NULL CHECK (length(mark) = 64),
	used_at INTEGER,
	PRIMARY KEY (account_id, mark)
) STRICT;
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
, state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4), published_at INTEGER, note TEXT NOT NULL DEFAULT '', stored_by INTEGER REFERENCES account (id), version INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE UNIQUE INDEX report_current ON report (agency_id, year) WHERE replaced_by IS NULL;
CREATE INDEX report_digest ON report (digest);
CREATE UNIQUE INDEX report_file ON report (agency_id, year, digest);
CREATE INDEX report_replaced_by ON report (replaced_by);
CREATE UNIQUE INDEX report_shown ON report (agency_id, year) WHERE state = 1;
CREATE INDEX report_state ON report (state, year, agency_id);
CREATE INDEX report_year ON report (year);
CREATE TABLE report_record (
	report_id INTEGER NOT NULL PRIMARY KEY REFERENCES report (id),
	record TEXT NOT NULL
) STRICT;
CREATE TABLE schema_step (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT;
CREATE TABLE session (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	digest TEXT NOT NULL CHECK (length(digest) = 64),
	account_id INTEGER NOT NULL REFERENCES account (id),
	owes INTEGER NOT NULL CHECK (owes BETWEEN 0 AND 7),
	created_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	ends_at INTEGER NOT NULL,
	address TEXT NOT NULL,
	browser TEXT NOT NULL,
	ended_at INTEGER,
	ended_why INTEGER CHECK (ended_why BETWEEN 1 AND 6)
) STRICT;
CREATE INDEX session_account ON session (account_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX session_digest ON session (digest);
CREATE TABLE setting (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	agency_id INTEGER NOT NULL CHECK (agency_id >= 0),
	name TEXT NOT NULL CHECK (name <> ''),
	value TEXT,
	sealed BLOB,
	version INTEGER NOT NULL CHECK (version > 0),
	changed_at INTEGER NOT NULL,
	changed_by TEXT NOT NULL,
	CHECK (value IS NULL OR sealed IS NULL)
) STRICT;
CREATE UNIQUE INDEX setting_place ON setting (agency_id, name);
CREATE TABLE setting_generation (
	id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	number INTEGER NOT NULL
) STRICT;
CREATE TABLE sign_in (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES account (id),
	at INTEGER NOT NULL,
	address TEXT NOT NULL,
	browser TEXT NOT NULL,
	outcome INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 9)
) STRICT;
CREATE INDEX sign_in_account ON sign_in (account_id, at);
CREATE TABLE sign_in_delay (
	mark TEXT NOT NULL PRIMARY KEY CHECK (length(mark) = 64),
	failure_count INTEGER NOT NULL,
	last_at INTEGER NOT NULL,
	until INTEGER NOT NULL
, login_mark TEXT CHECK (length(login_mark) = 64)) STRICT;
CREATE INDEX sign_in_delay_last ON sign_in_delay (last_at);
CREATE INDEX sign_in_delay_login ON sign_in_delay (login_mark) WHERE login_mark IS NOT NULL;
