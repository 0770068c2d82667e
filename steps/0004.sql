-- Accounts (账号), their roles, delegation, sessions and sign-ins. All times are seconds since 1970
-- (UTC), all days are days since 1970.

-- A person who may sign in. `login` is in lower case. `agency_id` is none for the administrators of the
-- whole installation. Phone and mail are sealed; their marks find equal ones. `password` is '' until its
-- owner has set one. `second_factor` is the sealed secret of TOTP, `second_factor_next` one that is being
-- set up; `factor_step` is the last time step whose code was used, so no code works twice. `state`: 0 in
-- use, 1 disabled. `version` goes up with every change of what the form of the person shows.
CREATE TABLE account (
	id ID,
	login TEXT NOT NULL CHECK (login <> ''),
	name TEXT NOT NULL CHECK (name <> ''),
	agency_id INT REFERENCES agency (id),
	phone BYTES,
	phone_mark TEXT CHECK (length(phone_mark) = 64),
	mail BYTES,
	mail_mark TEXT CHECK (length(mail_mark) = 64),
	password TEXT NOT NULL DEFAULT '',
	password_at INT NOT NULL DEFAULT 0,
	must_change INT NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
	second_factor BYTES,
	second_factor_next BYTES,
	factor_step INT NOT NULL DEFAULT 0,
	state INT NOT NULL DEFAULT 0 CHECK (state IN (0, 1)),
	valid_from INT,
	valid_to INT,
	created_at INT NOT NULL,
	version INT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX account_login ON account (login);
CREATE INDEX account_name ON account (name, id);
CREATE INDEX account_agency ON account (agency_id);
CREATE INDEX account_phone ON account (phone_mark);
CREATE INDEX account_mail ON account (mail_mark);

-- A role that was given: `role` is the number of its bit. No agency: for the whole installation. Rows
-- stay when the role is taken, so that it can be told who held what when.
CREATE TABLE account_role (
	id ID,
	account_id INT NOT NULL REFERENCES account (id),
	role INT NOT NULL CHECK (role BETWEEN 2 AND 11),
	agency_id INT REFERENCES agency (id),
	has_subtree INT NOT NULL CHECK (has_subtree IN (0, 1)),
	valid_from INT,
	valid_to INT,
	given_at INT NOT NULL,
	given_by INT REFERENCES account (id),
	reason TEXT NOT NULL,
	taken_at INT,
	taken_by INT REFERENCES account (id),
	taken_reason TEXT
);
CREATE UNIQUE INDEX account_role_once ON account_role (account_id, role, coalesce(agency_id, 0))
	WHERE taken_at IS NULL;
CREATE INDEX account_role_role ON account_role (role, account_id) WHERE taken_at IS NULL;
CREATE INDEX account_role_agency ON account_role (agency_id);

-- Roles lent to a colleague for a while: what `from_id` holds of `roles` (bits) is also `to_id`'s from
-- the first to the last day, unless it was ended before.
CREATE TABLE delegation (
	id ID,
	from_id INT NOT NULL REFERENCES account (id),
	to_id INT NOT NULL REFERENCES account (id) CHECK (to_id <> from_id),
	roles INT NOT NULL CHECK (roles > 0),
	first_day INT NOT NULL,
	last_day INT NOT NULL CHECK (last_day >= first_day),
	reason TEXT NOT NULL,
	given_at INT NOT NULL,
	ended_at INT,
	ended_by INT REFERENCES account (id)
);
CREATE INDEX delegation_from ON delegation (from_id);
CREATE INDEX delegation_to ON delegation (to_id) WHERE ended_at IS NULL;

-- Somebody who is signed in. Only the digest of the token is here, so the table opens no door. `owes`
-- are the steps still to do before the sign-in is complete (enum account_owes). `ended_why`: 1 signed
-- out, 2 ended by its owner, 3 by an administrator, 4 password changed, 5 account disabled, 6 replaced.
CREATE TABLE session (
	id ID,
	digest TEXT NOT NULL CHECK (length(digest) = 64),
	account_id INT NOT NULL REFERENCES account (id),
	owes INT NOT NULL CHECK (owes BETWEEN 0 AND 7),
	created_at INT NOT NULL,
	seen_at INT NOT NULL,
	ends_at INT NOT NULL,
	address TEXT NOT NULL,
	browser TEXT NOT NULL,
	ended_at INT,
	ended_why INT CHECK (ended_why BETWEEN 1 AND 6)
);
CREATE UNIQUE INDEX session_digest ON session (digest);
CREATE INDEX session_account ON session (account_id) WHERE ended_at IS NULL;

-- Sign-ins and attempts, shown to the account's owner. `outcome` is enum account_outcome.
CREATE TABLE sign_in (
	id ID,
	account_id INT NOT NULL REFERENCES account (id),
	at INT NOT NULL,
	address TEXT NOT NULL,
	browser TEXT NOT NULL,
	outcome INT NOT NULL CHECK (outcome BETWEEN 0 AND 9)
);
CREATE INDEX sign_in_account ON sign_in (account_id, at);

-- How often signing in failed lately for a login name or a client address, and until when the next
-- attempt must wait. The key is a keyed hash: what people type into the wrong field is not kept, and
-- names that no account has are treated as the others.
CREATE TABLE sign_in_delay (
	mark TEXT NOT NULL PRIMARY KEY CHECK (length(mark) = 64),
	failure_count INT NOT NULL,
	last_at INT NOT NULL,
	until INT NOT NULL
);
CREATE INDEX sign_in_delay_last ON sign_in_delay (last_at);

-- Links that work once. `purpose`: 1 sets up the installation, 2 sets a password.
CREATE TABLE one_time_link (
	id ID,
	digest TEXT NOT NULL CHECK (length(digest) = 64),
	purpose INT NOT NULL CHECK (purpose IN (1, 2)),
	account_id INT REFERENCES account (id),
	created_at INT NOT NULL,
	created_by INT REFERENCES account (id),
	expires_at INT NOT NULL,
	used_at INT,
	CHECK ((purpose = 1) = (account_id IS NULL))
);
CREATE UNIQUE INDEX one_time_link_digest ON one_time_link (digest);
CREATE INDEX one_time_link_account ON one_time_link (account_id);

-- Codes that stand in for the second factor, each once, as keyed hashes.
CREATE TABLE recovery_code (
	account_id INT NOT NULL REFERENCES account (id),
	mark TEXT NOT NULL CHECK (length(mark) = 64),
	used_at INT,
	PRIMARY KEY (account_id, mark)
);
