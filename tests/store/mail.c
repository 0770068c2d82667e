/*
 * Letters by SMTP, to a real server on this machine, with all that can go wrong on the way.
 * Other ways, words and lists are in mail_outbox.c.
 */
#include "mail/mail_inside.h"
#include "mail_help.h"

/* --- by SMTP --- */

static void
letter_goes_to_one_address_with_what_was_written(void **state)
{
	struct stand_in server;
	struct mail_desk desk;
	struct mail mail;
	struct str text;
	int64_t id;

	mail_help_open_desk(&desk, *state);
	stand_in_start_mail(&server, desk.twin->folder, NULL, NULL, NULL);
	mail_help_use_server(&desk, &server, "none");
	id = mail_help_put(&desk, "ok@example.cn");
	assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_WAITING);
	assert_true(mail_help_step(&desk, NOW));
	mail = mail_help_look_at(&desk, id);
	assert_int_equal(mail.state, MAIL_SENT);
	assert_int_equal(mail.tries, 1);
	assert_int_equal(stand_in_count(&server), 1);
	text = stand_in_got(&server, desk.twin->arena, 1);
	assert_true(str_starts(text,
		STR("open\nMAIL FROM:<no-reply@example.gov.cn>\nRCPT TO:<ok@example.cn>\n\n")));
	assert_true(str_has(text, STR("Content-Type: text/plain; charset=UTF-8\r\n")));
	/* "李四，请重设密码" in base64. */
	assert_true(
		str_has(text, STR("Subject: =?UTF-8?B?5p2O5Zub77yM6K+36YeN6K6+5a+G56CB?=\r\n")));
	assert_true(str_has(text, mail.place));
	assert_int_equal(mail_help_said, 1);
	assert_null(strstr(mail_help_said_masked, "ok@example"));
	assert_false(mail_help_step(&desk, NOW + 1000000));
	stand_in_stop(&server);
	mail_help_close_desk(&desk);
}

static void
refused_letter_fails_at_once_and_visibly(void **state)
{
	static const char *const addresses[] = { "refused@example.cn", "body@example.cn" };
	struct stand_in server;
	struct mail_desk desk;

	mail_help_open_desk(&desk, *state);
	stand_in_start_mail(&server, desk.twin->folder, NULL, NULL, NULL);
	mail_help_use_server(&desk, &server, "none");
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		int64_t id = mail_help_put(&desk, addresses[i]);
		struct mail mail;

		assert_true(mail_help_step(&desk, NOW));
		mail = mail_help_look_at(&desk, id);
		assert_int_equal(mail.state, MAIL_FAILED);
		SAME_TEXT(mail.error_code, "mail_refused");
		assert_true(str_has(mail.error, i ? STR("554") : STR("550")));
		assert_false(str_has(mail.error, STR("example.cn")));
		assert_false(mail_help_step(&desk, NOW + 1000000));
	}
	assert_int_equal(stand_in_count(&server), 0);
	stand_in_stop(&server);
	mail_help_close_desk(&desk);
}

static void
busy_server_gets_the_letter_later(void **state)
{
	static const char *const addresses[] = { "later@example.cn", "late-body@example.cn" };
	struct stand_in server;
	struct mail_desk desk;

	mail_help_open_desk(&desk, *state);
	stand_in_start_mail(&server, desk.twin->folder, NULL, NULL, NULL);
	mail_help_use_server(&desk, &server, "none");
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		int64_t id = mail_help_put(&desk, addresses[i]);
		struct mail mail;

		assert_true(mail_help_step(&desk, NOW));
		mail = mail_help_look_at(&desk, id);
		assert_int_equal(mail.state, MAIL_WAITING);
		SAME_TEXT(mail.error_code, "mail_later");
		assert_int_equal(mail.tries, 1);
		assert_false(mail_help_step(&desk, NOW + 59));
		assert_true(mail_help_step(&desk, NOW + 60));
		mail = mail_help_look_at(&desk, id);
		assert_int_equal(mail.state, MAIL_SENT);
		assert_int_equal(mail.tries, 2);
		SAME_TEXT(mail.error, "");
	}
	assert_int_equal(stand_in_count(&server), 2);
	stand_in_stop(&server);
	mail_help_close_desk(&desk);
}

static void
server_that_stays_away_makes_the_letter_fail_after_the_last_try(void **state)
{
	struct stand_in server;
	struct mail_desk desk;
	struct mail mail;
	int64_t id;

	mail_help_open_desk(&desk, *state);
	stand_in_start_mail(&server, desk.twin->folder, NULL, NULL, NULL);
	mail_help_use_server(&desk, &server, "none");
	stand_in_stop(&server);
	id = mail_help_put(&desk, "ok@example.cn");
	assert_true(mail_help_step(&desk, NOW));
	SAME_TEXT(mail_help_look_at(&desk, id).error_code, "mail_unreachable");
	assert_true(mail_help_step(&desk, NOW + 60));
	assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_WAITING);
	assert_true(mail_help_step(&desk, NOW + 300));
	mail = mail_help_look_at(&desk, id);
	assert_int_equal(mail.state, MAIL_FAILED);
	assert_int_equal(mail.tries, 3);
	assert_false(mail_help_step(&desk, NOW + 1000000));
	/* By hand it goes anew, with another Message-ID. */
	FINE(mail_again(desk.twin->db, &mail_help_admin, NOW, id));
	assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_WAITING);
	assert_int_equal(mail_help_look_at(&desk, id).round, 1);
	assert_true(mail_help_step(&desk, NOW));
	mail_help_close_desk(&desk);
}

static void
sender_that_is_refused_is_no_fault_of_the_letter(void **state)
{
	struct stand_in server;
	struct mail_desk desk;
	int64_t id;

	mail_help_open_desk(&desk, *state);
	stand_in_start_mail(&server, desk.twin->folder, NULL, NULL, NULL);
	mail_help_use_server(&desk, &server, "none");
	mail_help_set_at(&desk, 0, "mail.from", "stranger@example.cn");
	id = mail_help_put(&desk, "ok@example.cn");
	assert_true(mail_help_step(&desk, NOW));
	SAME_TEXT(mail_help_look_at(&desk, id).error_code, "mail_sender");
	assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_WAITING);
	/* An agency's own address counts before the installation's. */
	mail_help_set_at(&desk, 1, "mail.from", "city@example.cn");
	assert_true(mail_help_step(&desk, NOW + 60));
	assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_SENT);
	assert_true(str_has(
		stand_in_got(&server, desk.twin->arena, 1), STR("MAIL FROM:<city@example.cn>")));
	stand_in_stop(&server);
	mail_help_close_desk(&desk);
}

static void
encryption_that_is_not_offered_sends_nothing(void **state)
{
	static const char *const securities[] = { "starttls", "tls" };
	struct stand_in server;
	struct mail_desk desk;

	mail_help_open_desk(&desk, *state);
	stand_in_start_mail(&server, desk.twin->folder, NULL, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(securities); i++) {
		struct mail mail;
		int64_t id;

		mail_help_use_server(&desk, &server, securities[i]);
		id = mail_help_put(&desk, "ok@example.cn");
		assert_true(mail_help_step(&desk, NOW));
		mail = mail_help_look_at(&desk, id);
		assert_int_equal(mail.state, MAIL_WAITING);
		SAME_TEXT(mail.error_code, i ? "mail_certificate" : "mail_no_tls");
	}
	assert_int_equal(stand_in_count(&server), 0);
	stand_in_stop(&server);
	mail_help_close_desk(&desk);
}

static void
encrypted_letter_needs_a_certificate_that_is_trusted(void **state)
{
	static const char *const modes[][2] = { { "--starttls", "starttls" }, { "--tls", "tls" } };
	struct mail_desk desk;

	mail_help_open_desk(&desk, *state);
	stand_in_make_cert(desk.twin->folder);
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		struct stand_in server;
		int64_t id;

		stand_in_start_mail(
			&server, desk.twin->folder, modes[i][0], desk.twin->folder, NULL);
		mail_help_use_server(&desk, &server, modes[i][1]);
		desk.sender.ca_file = NULL;
		id = mail_help_put(&desk, "ok@example.cn");
		assert_true(mail_help_step(&desk, NOW));
		SAME_TEXT(mail_help_look_at(&desk, id).error_code, "mail_certificate");
		assert_int_equal(stand_in_count(&server), 0);
		desk.sender.ca_file = desk.ca_file;
		assert_true(mail_help_step(&desk, NOW + 60));
		assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_SENT);
		assert_true(str_starts(stand_in_got(&server, desk.twin->arena, 1), STR("tls\n")));
		stand_in_stop(&server);
	}
	mail_help_close_desk(&desk);
}

static void
login_is_made_and_a_wrong_one_is_no_fault_of_the_letter(void **state)
{
	struct stand_in server;
	struct mail_desk desk;
	int64_t id;

	mail_help_open_desk(&desk, *state);
	stand_in_make_cert(desk.twin->folder);
	desk.sender.ca_file = desk.ca_file;
	stand_in_start_mail(
		&server, desk.twin->folder, "--starttls", desk.twin->folder, "gk:密码 1");
	mail_help_use_server(&desk, &server, "starttls");
	id = mail_help_put(&desk, "ok@example.cn");
	/* No login at all: the server says 530. */
	assert_true(mail_help_step(&desk, NOW));
	SAME_TEXT(mail_help_look_at(&desk, id).error_code, "mail_server");
	mail_help_set_at(&desk, 0, "mail.login", "gk");
	mail_help_set_at(&desk, 0, "mail.password", "错");
	assert_true(mail_help_step(&desk, NOW + 60));
	SAME_TEXT(mail_help_look_at(&desk, id).error_code, "mail_login");
	assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_WAITING);
	mail_help_set_at(&desk, 0, "mail.password", "密码 1");
	FINE(mail_again(desk.twin->db, &mail_help_admin, NOW, id));
	assert_true(mail_help_step(&desk, NOW + 60));
	assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_SENT);
	assert_int_equal(stand_in_count(&server), 1);
	stand_in_stop(&server);
	mail_help_close_desk(&desk);
}

static void
server_that_hangs_or_hangs_up_is_left(void **state)
{
	static atomic_bool must_stop;
	struct twin *twin = *state;
	struct stand_in server;
	struct mail_server reached = {
		.host = STR("127.0.0.1"), .security = STR("none"), .timeout = 1
	};
	struct job_run run = { .must_stop = &must_stop };
	struct str from = STR("a@b.cn");

	stand_in_start_mail(&server, twin->folder, NULL, NULL, NULL);
	reached.port = server.port;
	FAILS(mail_smtp_send(&reached, twin->arena, from, STR("hang@b.cn"), STR("x\r\n"), &run),
		"mail_timeout");
	FAILS(mail_smtp_send(&reached, twin->arena, from, STR("gone@b.cn"), STR("x\r\n"), &run),
		"mail_server");
	reached.timeout = 600;
	atomic_store(&must_stop, true);
	FAILS(mail_smtp_send(&reached, twin->arena, from, STR("hang@b.cn"), STR("x\r\n"), &run),
		"job_stopped");
	atomic_store(&must_stop, false);
	assert_int_equal(stand_in_count(&server), 0);
	stand_in_stop(&server);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letter_goes_to_one_address_with_what_was_written),
		cmocka_unit_test(refused_letter_fails_at_once_and_visibly),
		cmocka_unit_test(busy_server_gets_the_letter_later),
		cmocka_unit_test(server_that_stays_away_makes_the_letter_fail_after_the_last_try),
		cmocka_unit_test(sender_that_is_refused_is_no_fault_of_the_letter),
		cmocka_unit_test(encryption_that_is_not_offered_sends_nothing),
		cmocka_unit_test(encrypted_letter_needs_a_certificate_that_is_trusted),
		cmocka_unit_test(login_is_made_and_a_wrong_one_is_no_fault_of_the_letter),
		cmocka_unit_test(server_that_hangs_or_hangs_up_is_left),
	};
	int status = TWIN_RUN(tests);

	setting_drop_cache();
	return status;
}
