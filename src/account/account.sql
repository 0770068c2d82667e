-- Accounts, roles, delegation, sessions, sign-ins. Used by account_store.c and account_store_session.c.

-- piece: lock
-- What signing in needs.
-- gives: id int, login text, name text, agency_id int?, password text, second_factor bytes?
-- gives: second_factor_next bytes?, factor_step int, must_change int, state int, valid_from int?, valid_to int?
a.id, a.login, a.name, a.agency_id, a.password, a.second_factor, a.second_factor_next,
	a.factor_step, a.must_change, a.state, a.valid_from, a.valid_to
FROM account a

-- name: account_lock_by_login
-- What signing in needs. Used by account_store_lock().
-- takes: login text
-- gives: {lock}
SELECT {lock} WHERE a.login = $1;

-- name: account_lock_by_id
-- The same by number. Used by account_store_lock_of().
-- takes: id int
-- gives: {lock}
SELECT {lock} WHERE a.id = $1;

-- name: account_delay
-- Failures of a login or an address. Used by account_store_delay().
-- takes: mark text
-- gives: failure_count int, last_at int, until int
SELECT failure_count, last_at, until FROM sign_in_delay WHERE mark = $1;

-- name: account_save_delay
-- Used by account_store_save_delay().
-- takes: mark text, failure_count int, last_at int, until int, login_mark text?
INSERT INTO sign_in_delay (mark, failure_count, last_at, until, login_mark) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (mark) DO UPDATE SET failure_count = excluded.failure_count, last_at = excluded.last_at,
	until = excluded.until;

-- name: account_drop_delay
-- Used by account_store_drop_delay().
-- takes: mark text
DELETE FROM sign_in_delay WHERE mark = $1;

-- name: account_drop_login_delays
-- All counts of one login, from whatever network. Used by account_store_drop_login_delays().
-- takes: login_mark text
DELETE FROM sign_in_delay WHERE login_mark = $1;

-- name: account_forget_delays
-- Used by account_store_forget_delays().
-- takes: before int
DELETE FROM sign_in_delay WHERE last_at < $1;

-- name: account_network
-- Did this person sign in from this network, and from any? Used by account_store_network().
-- takes: account_id int, mark text, after int
-- gives: here int, anywhere int
SELECT coalesce(sum(CASE WHEN mark = $2 THEN 1 ELSE 0 END), 0) AS here, count(*) AS anywhere
FROM account_network WHERE account_id = $1 AND seen_at > $3;

-- name: account_note_network
-- Used by account_store_note_network().
-- takes: account_id int, mark text, now int
INSERT INTO account_network (account_id, mark, seen_at) VALUES ($1, $2, $3)
ON CONFLICT (account_id, mark) DO UPDATE SET seen_at = excluded.seen_at;

-- name: account_forget_networks
-- Those not seen for long. Used by account_store_note_network().
-- takes: account_id int, before int
DELETE FROM account_network WHERE account_id = $1 AND seen_at <= $2;

-- name: account_drop_networks
-- Used by account_store_drop_networks().
-- takes: account_id int
DELETE FROM account_network WHERE account_id = $1;

-- name: account_add_session
-- Used by account_store_add_session().
-- takes: digest text, account_id int, owes int, now int, ends_at int, address text, browser text
-- gives: id int
INSERT INTO session (digest, account_id, owes, created_at, seen_at, ends_at, address, browser)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7) RETURNING id;

-- name: account_renew_session
-- Used by account_store_renew_session().
-- takes: id int, digest text, owes int, ends_at int
UPDATE session SET digest = $2, owes = $3, ends_at = $4 WHERE id = $1 AND ended_at IS NULL;

-- name: account_end_sessions
-- One session of an account, or all but one. Used by account_store_end_session().
-- takes: account_id int, session_id int, kept_id int, now int, why int
UPDATE session SET ended_at = $4, ended_why = $5
WHERE account_id = $1 AND ended_at IS NULL AND ($2 = 0 OR id = $2) AND id <> $3;

-- name: account_end_digest
-- Used by account_store_end_digest().
-- takes: digest text, now int, why int
UPDATE session SET ended_at = $2, ended_why = $3 WHERE digest = $1 AND ended_at IS NULL;

-- name: account_see
-- Used by account_store_see().
-- takes: id int, seen_at int
UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2;

-- name: account_add_event
-- Used by account_store_add_event().
-- takes: account_id int, at int, address text, browser text, outcome int
INSERT INTO sign_in (account_id, at, address, browser, outcome) VALUES ($1, $2, $3, $4, $5);

-- name: account_session_by_digest
-- Session, account and what it holds today, own roles and lent ones, a row for each (or one without a
-- role). Used by account_store_find_session() for every request with a cookie, so it is one question.
-- takes: digest text, today int
-- gives: id int, owes int, seen_at int, ends_at int, ended_at int?, account_id int, login text, name text
-- gives: agency_id int?, path text?, state int, valid_from int?, valid_to int?
-- gives: role int?, role_agency_id int?, role_path text?, has_subtree int?, from_id int, lent int
SELECT s.id, s.owes, s.seen_at, s.ends_at, s.ended_at, s.account_id, a.login, a.name,
	a.agency_id, g.path, a.state, a.valid_from, a.valid_to,
	r.role, r.agency_id AS role_agency_id, p.path AS role_path, r.has_subtree, 0 AS from_id, 0 AS lent
FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN agency g ON g.id = a.agency_id
	LEFT JOIN account_role r ON r.account_id = s.account_id AND r.taken_at IS NULL
		AND (r.valid_from IS NULL OR r.valid_from <= $2) AND (r.valid_to IS NULL OR r.valid_to >= $2)
	LEFT JOIN agency p ON p.id = r.agency_id
WHERE s.digest = $1
UNION ALL
SELECT s.id, s.owes, s.seen_at, s.ends_at, s.ended_at, s.account_id, a.login, a.name,
	a.agency_id, g.path, a.state, a.valid_from, a.valid_to,
	r.role, r.agency_id, p.path, r.has_subtree, d.from_id, d.roles
FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN agency g ON g.id = a.agency_id
	JOIN delegation d ON d.to_id = s.account_id JOIN account f ON f.id = d.from_id
	JOIN delegation_role l ON l.delegation_id = d.id JOIN account_role r ON r.id = l.role_id
	LEFT JOIN agency p ON p.id = r.agency_id
WHERE s.digest = $1 AND d.ended_at IS NULL AND d.first_day <= $2 AND d.last_day >= $2
	AND f.state = 0 AND (f.valid_from IS NULL OR f.valid_from <= $2)
	AND (f.valid_to IS NULL OR f.valid_to >= $2) AND r.taken_at IS NULL
	AND (r.valid_from IS NULL OR r.valid_from <= $2) AND (r.valid_to IS NULL OR r.valid_to >= $2);

-- name: account_grants
-- Own roles, and those lent for today by people who may still sign in. Used by account_store_grants().
-- takes: account_id int, today int
-- gives: role int, agency_id int?, path text?, has_subtree int, from_id int, lent int
SELECT r.role, r.agency_id, g.path, r.has_subtree, 0 AS from_id, 0 AS lent
FROM account_role r LEFT JOIN agency g ON g.id = r.agency_id
WHERE r.account_id = $1 AND r.taken_at IS NULL
	AND (r.valid_from IS NULL OR r.valid_from <= $2) AND (r.valid_to IS NULL OR r.valid_to >= $2)
UNION ALL
SELECT r.role, r.agency_id, g.path, r.has_subtree, d.from_id, d.roles
FROM delegation d JOIN account f ON f.id = d.from_id
	JOIN delegation_role l ON l.delegation_id = d.id JOIN account_role r ON r.id = l.role_id
	LEFT JOIN agency g ON g.id = r.agency_id
WHERE d.to_id = $1 AND d.ended_at IS NULL AND d.first_day <= $2 AND d.last_day >= $2
	AND f.state = 0 AND (f.valid_from IS NULL OR f.valid_from <= $2)
	AND (f.valid_to IS NULL OR f.valid_to >= $2) AND r.taken_at IS NULL
	AND (r.valid_from IS NULL OR r.valid_from <= $2) AND (r.valid_to IS NULL OR r.valid_to >= $2);

-- name: account_add
-- Used by account_store_add().
-- takes: login text, name text, agency_id int?, valid_from int?, valid_to int?, now int
-- gives: id int
INSERT INTO account (login, name, agency_id, valid_from, valid_to, created_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (login) DO NOTHING RETURNING id;

-- name: account_change
-- Used by account_store_change().
-- takes: id int, version int, name text, agency_id int?, valid_from int?, valid_to int?
UPDATE account SET name = $3, agency_id = $4, valid_from = $5, valid_to = $6, version = version + 1
WHERE id = $1 AND version = $2;

-- name: account_save_contact
-- Used by account_store_save_contact().
-- takes: id int, mail bytes?, mail_mark text?, phone bytes?, phone_mark text?
UPDATE account SET mail = $2, mail_mark = $3, phone = $4, phone_mark = $5 WHERE id = $1;

-- name: account_next_version
-- Used by account_store_next_version().
-- takes: id int, version int
UPDATE account SET version = version + 1 WHERE id = $1 AND version = $2;

-- name: account_save_password
-- Used by account_store_save_password().
-- takes: id int, password text, password_at int, must_change int
UPDATE account SET password = $2, password_at = $3, must_change = $4 WHERE id = $1;

-- name: account_save_state
-- Used by account_store_save_disabled().
-- takes: id int, state int
UPDATE account SET state = $2, version = version + 1 WHERE id = $1;

-- name: account_save_factor
-- Used by account_store_save_factor().
-- takes: id int, second_factor bytes?, second_factor_next bytes?, factor_step int
UPDATE account SET second_factor = $2, second_factor_next = $3, factor_step = $4 WHERE id = $1;

-- name: account_use_step
-- Used by account_store_use_step(): of two that come with the same code only one gets a row.
-- takes: id int, factor_step int
UPDATE account SET factor_step = $2 WHERE id = $1 AND factor_step < $2;

-- name: account_add_recovery
-- Used by account_store_add_recovery().
-- takes: account_id int, mark text
INSERT INTO recovery_code (account_id, mark) VALUES ($1, $2);

-- name: account_drop_recovery
-- Used by account_store_drop_recovery().
-- takes: account_id int
DELETE FROM recovery_code WHERE account_id = $1;

-- name: account_use_recovery
-- Used by account_store_use_recovery().
-- takes: account_id int, mark text, now int
UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND mark = $2 AND used_at IS NULL;

-- name: account_count_recovery
-- Used by account_store_count_recovery().
-- takes: account_id int
-- gives: total int
SELECT count(*) AS total FROM recovery_code WHERE account_id = $1 AND used_at IS NULL;

-- name: account_add_role
-- Used by account_store_add_role().
-- takes: account_id int, role int, agency_id int?, has_subtree int, valid_from int?, valid_to int?
-- takes: given_at int, given_by int?, reason text
-- gives: id int
INSERT INTO account_role (account_id, role, agency_id, has_subtree, valid_from, valid_to, given_at,
	given_by, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- piece: role
-- One role that was given, and by whom given and taken.
-- gives: id int, account_id int, role int, agency_id int?, agency_name text?, path text?, has_subtree int
-- gives: valid_from int?, valid_to int?, given_at int, given_by text?, reason text, taken_at int?
-- gives: taken_by text?, taken_reason text?
r.id, r.account_id, r.role, r.agency_id, g.name AS agency_name, g.path, r.has_subtree,
	r.valid_from, r.valid_to, r.given_at, b.name AS given_by, r.reason, r.taken_at,
	t.name AS taken_by, r.taken_reason
FROM account_role r LEFT JOIN agency g ON g.id = r.agency_id
	LEFT JOIN account b ON b.id = r.given_by LEFT JOIN account t ON t.id = r.taken_by

-- name: account_roles_of
-- All roles an account ever held, those it holds first. Used by account_list_roles().
-- takes: account_id int
-- gives: {role}
SELECT {role}
WHERE r.account_id = $1
ORDER BY CASE WHEN r.taken_at IS NULL THEN 0 ELSE 1 END, r.role, r.id DESC LIMIT 500;

-- name: account_role_by_id
-- Used by account_store_find_role().
-- takes: id int
-- gives: {role}
SELECT {role}
WHERE r.id = $1;

-- name: account_take_role
-- Used by account_store_take_role().
-- takes: id int, taken_at int, taken_by int?, taken_reason text
UPDATE account_role SET taken_at = $2, taken_by = $3, taken_reason = $4
WHERE id = $1 AND taken_at IS NULL;

-- name: account_count_role
-- People who may sign in today and hold a role for the whole installation. Used by
-- account_store_count_role().
-- takes: role int, today int
-- gives: total int
SELECT count(*) AS total FROM account_role r JOIN account a ON a.id = r.account_id
WHERE r.role = $1 AND r.agency_id IS NULL AND r.taken_at IS NULL AND a.state = 0
	AND (a.valid_from IS NULL OR a.valid_from <= $2) AND (a.valid_to IS NULL OR a.valid_to >= $2);

-- name: account_roles_not_over
-- Roles that an account holds today or will hold, each once. Used by account_store_roles_not_over().
-- takes: account_id int, today int
-- gives: role int
SELECT DISTINCT role FROM account_role
WHERE account_id = $1 AND taken_at IS NULL AND (valid_to IS NULL OR valid_to >= $2);

-- name: account_add_loan
-- Used by account_store_add_loan().
-- takes: from_id int, to_id int, roles int, first_day int, last_day int, reason text, given_at int
-- gives: id int
INSERT INTO delegation (from_id, to_id, roles, first_day, last_day, reason, given_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id;

-- name: account_add_loan_role
-- Roles of one kind that the lender holds, or will hold by what was given already: these very ones are
-- lent, and none that is given later. Used by account_store_add_loan().
-- takes: delegation_id int, from_id int, role int, today int
INSERT INTO delegation_role (delegation_id, role_id)
SELECT $1, id FROM account_role
WHERE account_id = $2 AND role = $3 AND taken_at IS NULL AND (valid_to IS NULL OR valid_to >= $4);

-- name: account_loan_by_id
-- Used by account_store_find_loan().
-- takes: id int
-- gives: from_id int, to_id int, roles int, first_day int, last_day int, reason text
SELECT from_id, to_id, roles, first_day, last_day, reason FROM delegation WHERE id = $1;

-- name: account_end_loan
-- Used by account_store_end_loan().
-- takes: id int, ended_at int, ended_by int?
UPDATE delegation SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL;

-- name: account_loans
-- Lent by and to an account, the newest first. Used by account_list_loans().
-- takes: account_id int
-- gives: id int, from_id int, from_login text, from_name text, to_login text, to_name text, roles int
-- gives: first_day int, last_day int, reason text, ended_at int?
SELECT d.id, d.from_id, f.login AS from_login, f.name AS from_name, t.login AS to_login,
	t.name AS to_name, d.roles, d.first_day, d.last_day, d.reason, d.ended_at
FROM delegation d JOIN account f ON f.id = d.from_id JOIN account t ON t.id = d.to_id
WHERE d.from_id = $1 OR d.to_id = $1 ORDER BY d.id DESC LIMIT 100;

-- name: account_add_link
-- Used by account_store_add_link().
-- takes: digest text, purpose int, account_id int?, created_at int, created_by int?, expires_at int
INSERT INTO one_time_link (digest, purpose, account_id, created_at, created_by, expires_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: account_drop_links
-- Unused links of a purpose end. Used by account_store_drop_links().
-- takes: purpose int, account_id int, now int
UPDATE one_time_link SET expires_at = $3
WHERE purpose = $1 AND coalesce(account_id, 0) = $2 AND used_at IS NULL AND expires_at > $3;

-- name: account_link_by_digest
-- A link that still works. Used by account_store_find_link().
-- takes: digest text, now int
-- gives: id int, purpose int, account_id int?, login text?, name text?
SELECT l.id, l.purpose, l.account_id, a.login, a.name
FROM one_time_link l LEFT JOIN account a ON a.id = l.account_id
WHERE l.digest = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND coalesce(a.state, 0) = 0;

-- name: account_use_link
-- Used by account_store_use_link(): a link works for one of two who come at the same time.
-- takes: id int, now int
UPDATE one_time_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2;

-- name: account_by_id
-- Everything that the page of a person shows. Used by account_load().
-- takes: id int
-- gives: id int, login text, name text, agency_id int?, agency_name text?, path text?, phone bytes?
-- gives: mail bytes?, has_password int, has_factor int, state int, valid_from int?, valid_to int?
-- gives: password_at int, created_at int, version int, wants_mail int
SELECT a.id, a.login, a.name, a.agency_id, g.name AS agency_name, g.path, a.phone, a.mail,
	CASE WHEN a.password = '' THEN 0 ELSE 1 END AS has_password,
	CASE WHEN a.second_factor IS NULL THEN 0 ELSE 1 END AS has_factor,
	a.state, a.valid_from, a.valid_to, a.password_at, a.created_at, a.version, a.wants_mail
FROM account a LEFT JOIN agency g ON g.id = a.agency_id WHERE a.id = $1;

-- piece: line
-- A person in a list.
-- gives: id int, login text, name text, agency_name text?, state int, has_password int, has_factor int
a.id, a.login, a.name, g.name AS agency_name, a.state,
	CASE WHEN a.password = '' THEN 0 ELSE 1 END AS has_password,
	CASE WHEN a.second_factor IS NULL THEN 0 ELSE 1 END AS has_factor

-- piece: filtered
-- People by a part of their name or login or the mark of an address, by place, role and state.
-- takes: pattern text, mark text, path text, role int, state int
FROM account a LEFT JOIN agency g ON g.id = a.agency_id
WHERE ($1 = '' OR lower(a.name) LIKE $1 ESCAPE '!' OR a.login LIKE $1 ESCAPE '!'
		OR a.mail_mark = $2 OR a.phone_mark = $2)
	AND ($3 = '/%' OR coalesce(g.path, '/') LIKE $3)
	AND ($4 = 0 OR EXISTS (SELECT 1 AS one FROM account_role r
		WHERE r.account_id = a.id AND r.role = $4 AND r.taken_at IS NULL))
	AND ($5 = 0 OR ($5 = 1 AND a.state = 0) OR ($5 = 2 AND a.state = 1) OR ($5 = 3 AND a.password = ''))

-- name: account_some
-- A page of people by name, from the index. Used by account_find_all().
-- takes: {filtered}, limit int, offset int
-- gives: {line}
SELECT {line}
{filtered}
ORDER BY a.name, a.id LIMIT $6 OFFSET $7;

-- name: account_some_sorted
-- The same in another order. Used by account_find_all().
-- takes: {filtered}, limit int, offset int, sort int
-- gives: {line}
SELECT {line}
{filtered}
ORDER BY CASE $8 WHEN 1 THEN a.login WHEN 2 THEN coalesce(g.name, '') ELSE '' END,
	CASE WHEN $8 = 3 THEN -a.id ELSE a.id END LIMIT $6 OFFSET $7;

-- name: account_some_count
-- How many account_some gives without paging. Used by account_find_all().
-- takes: {filtered}
-- gives: total int
SELECT count(*) AS total
{filtered};

-- name: account_role_bits
-- Roles that an account holds, each once. Used by account_find_all().
-- takes: account_id int
-- gives: role int
SELECT DISTINCT role FROM account_role WHERE account_id = $1 AND taken_at IS NULL;

-- name: account_sessions
-- Sessions that were not ended, the newest first. Used by account_list_sessions().
-- takes: account_id int, now int
-- gives: id int, created_at int, seen_at int, ends_at int, address text, browser text
SELECT id, created_at, seen_at, ends_at, address, browser FROM session
WHERE account_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY id DESC LIMIT 200;

-- name: account_events
-- Sign-ins and attempts, the newest first. Used by account_list_events().
-- takes: account_id int, limit int
-- gives: at int, address text, browser text, outcome int
SELECT at, address, browser, outcome FROM sign_in WHERE account_id = $1 ORDER BY id DESC LIMIT $2;

-- name: account_agency_by_id
-- Used by account_load_agency().
-- takes: id int
-- gives: id int, name text, path text
SELECT id, name, path FROM agency WHERE id = $1;

-- name: account_agency_by_name
-- Used by account_find_agency(): one more than one tells that the name is not enough.
-- takes: name text
-- gives: id int, name text, path text
SELECT id, name, path FROM agency WHERE name = $1 AND valid_to IS NULL ORDER BY id LIMIT 2;

-- name: account_agency_some
-- Agencies that what was typed may mean, for choosing one. Used by account_search_agencies().
-- takes: pattern text, name text, patterns text, limit int
-- gives: id int, name text, path text, above text?
SELECT a.id, a.name, a.path, p.name AS above FROM agency a LEFT JOIN agency p ON p.id = a.parent_id
WHERE a.valid_to IS NULL AND ($1 = '' OR a.name = $2 OR lower(a.words) LIKE $1 ESCAPE '!'
		OR lower(a.name) LIKE $1 ESCAPE '!')
	-- only sqlite
	AND EXISTS (SELECT 1 FROM json_each($3) g WHERE a.path LIKE g.value)
	-- only postgres
	AND a.path LIKE ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($3 AS jsonb))))
	-- both
ORDER BY CASE WHEN a.name = $2 THEN 0 ELSE 1 END, length(a.path), a.name, a.id LIMIT $4;

-- name: account_addressee
-- Used by account_store_addressee().
-- takes: id int
-- gives: id int, name text, mail bytes?, wants_mail int, state int
SELECT id, name, mail, wants_mail, state FROM account WHERE id = $1;

-- name: account_save_wants_mail
-- Used by account_store_save_wants_mail().
-- takes: id int, wants_mail int
UPDATE account SET wants_mail = $2 WHERE id = $1;

-- name: account_holders
-- Who may act in a role for the agency at a path today, by an own role or a lent one. `bit` is the role
-- as delegations keep it. Used by account_store_holders().
-- takes: role int, path text, today int, bit int, limit int
-- gives: account_id int
SELECT r.account_id FROM account_role r JOIN agency g ON g.id = r.agency_id
	JOIN account a ON a.id = r.account_id
WHERE r.role = $1 AND r.taken_at IS NULL
	AND (r.valid_from IS NULL OR r.valid_from <= $3) AND (r.valid_to IS NULL OR r.valid_to >= $3)
	AND (g.path = $2 OR (r.has_subtree = 1 AND substr($2, 1, length(g.path)) = g.path))
	AND a.state = 0 AND a.mail IS NOT NULL
UNION
SELECT d.to_id AS account_id FROM delegation d JOIN account f ON f.id = d.from_id
	JOIN delegation_role l ON l.delegation_id = d.id JOIN account_role r ON r.id = l.role_id
	JOIN agency g ON g.id = r.agency_id JOIN account a ON a.id = d.to_id
WHERE r.role = $1 AND r.taken_at IS NULL AND d.ended_at IS NULL AND d.roles / $4 % 2 = 1
	AND d.first_day <= $3 AND d.last_day >= $3
	AND (r.valid_from IS NULL OR r.valid_from <= $3) AND (r.valid_to IS NULL OR r.valid_to >= $3)
	AND (g.path = $2 OR (r.has_subtree = 1 AND substr($2, 1, length(g.path)) = g.path))
	AND f.state = 0 AND a.state = 0 AND a.mail IS NOT NULL
ORDER BY 1 LIMIT $5;

-- --- access tokens ---

-- name: account_access_add
-- Used by account_access_store_add().
-- takes: account_id int, mark text, name text, roles int, may_write int, last_day int, created_at int
-- gives: id int
INSERT INTO access_token (account_id, mark, name, roles, may_write, last_day, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id;

-- name: account_access_by_mark
-- Token and account; whether both still count is for account_access_find() to say.
-- takes: mark text
-- gives: id int, roles int, may_write int, last_day int, ended_at int?, account_id int, login text, name text
-- gives: agency_id int?, path text?, state int, valid_from int?, valid_to int?, has_factor int
SELECT t.id, t.roles, t.may_write, t.last_day, t.ended_at, t.account_id, a.login, a.name,
	a.agency_id, g.path, a.state, a.valid_from, a.valid_to,
	CASE WHEN a.second_factor IS NULL THEN 0 ELSE 1 END AS has_factor
FROM access_token t JOIN account a ON a.id = t.account_id LEFT JOIN agency g ON g.id = a.agency_id
WHERE t.mark = $1;

-- name: account_access_list
-- Those in force first, then the newest. Used by account_access_list().
-- takes: account_id int, limit int
-- gives: id int, name text, roles int, may_write int, last_day int, created_at int, seen_at int?
-- gives: address text, ended_at int?, ended_why int?
SELECT id, name, roles, may_write, last_day, created_at, seen_at, address, ended_at, ended_why
FROM access_token WHERE account_id = $1
ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, id DESC LIMIT $2;

-- name: account_access_count
-- In force on a day. Used by account_access_store_count().
-- takes: account_id int, today int
-- gives: total int
SELECT count(*) AS total FROM access_token
WHERE account_id = $1 AND ended_at IS NULL AND last_day >= $2;

-- name: account_access_end
-- One of an account, or all when id is 0. Used by account_access_store_end().
-- takes: account_id int, id int, ended_at int, why int
UPDATE access_token SET ended_at = $3, ended_why = $4
WHERE account_id = $1 AND ended_at IS NULL AND ($2 = 0 OR id = $2);

-- name: account_access_name
-- Used by account_access_store_name().
-- takes: account_id int, id int
-- gives: name text
SELECT name FROM access_token WHERE account_id = $1 AND id = $2;

-- name: account_access_owner
-- Whose it is, and whether it was ever used. Used by account_access_save_uses().
-- takes: id int
-- gives: account_id int, login_name text, agency_id int?, name text, seen_at int?
SELECT t.account_id, a.name AS login_name, a.agency_id, t.name, t.seen_at
FROM access_token t JOIN account a ON a.id = t.account_id WHERE t.id = $1;

-- name: account_access_see
-- Used by account_access_save_uses().
-- takes: id int, seen_at int, address text
UPDATE access_token SET seen_at = $2, address = $3 WHERE id = $1 AND (seen_at IS NULL OR seen_at < $2);
