/*
 * The adapter to libcurl: one message, one recipient, one connection.
 * Which letter and when is decided elsewhere; nothing here is retried.
 */
#include <pthread.h>

#include "mail/mail_inside.h"
#include "mail/mail_libcurl.h"

enum { CONNECT_SECONDS = 20 };

/* One sending. Invariant: sent <= message.len. */
struct sending {
	CURL *curl;
	struct curl_slist *recipients;
	struct str message;
	size_t sent;
	const struct job_run *run;
	char error[CURL_ERROR_SIZE]; /* libcurl's words, which name the command that was refused */
};

static void
sending_done(struct sending *sending)
{
	curl_slist_free_all(sending->recipients);
	curl_easy_cleanup(sending->curl);
}

static void
start_library(void)
{
	(void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t
give_bytes(char *to, size_t size, size_t count, void *arg)
{
	struct sending *sending = arg;
	size_t left = sending->message.len - sending->sent;
	size_t len = size * count < left ? size * count : left;

	memcpy(to, sending->message.at + sending->sent, len);
	sending->sent += len;
	return len;
}

/* The server may talk; nobody keeps it. */
static size_t
drop_bytes(char *from, size_t size, size_t count, void *arg)
{
	return size * count;
}

static int
ask_to_stop(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct sending *sending = arg;

	return sending->run && job_must_stop(sending->run);
}

/* --- what went wrong --- */

static struct fault *
about_connection(CURLcode code)
{
	switch (code) {
	case CURLE_ABORTED_BY_CALLBACK:
		return job_stopped();
	case CURLE_OPERATION_TIMEDOUT:
		return fault_new(FAULT_OUTSIDE, "mail_timeout",
			"邮件服务器没有及时回答，稍后自动重试。如果一直如此，请检查邮件设置和网络"
			"。",
			"The mail server did not answer in time; it will be tried again. If this "
			"goes on, check the mail settings and the network.");
	case CURLE_URL_MALFORMAT:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
		return fault_new(FAULT_OUTSIDE, "mail_unreachable",
			"连不上邮件服务器，稍后自动重试。请检查邮件设置里的服务器和端口。",
			"The mail server cannot be reached; it will be tried again. Check server "
			"and port in the mail settings.");
	case CURLE_USE_SSL_FAILED:
		return fault_new(FAULT_OUTSIDE, "mail_no_tls",
			"邮件服务器不支持设置里要求的加密，没有发送。请检查邮件设置里的加密方式和端"
			"口。",
			"The mail server does not offer the encryption that the settings demand; "
			"nothing was sent. Check encryption and port in the mail settings.");
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return fault_new(FAULT_OUTSIDE, "mail_certificate",
			"与邮件服务器的加密连接没有建立（证书不可信或加密方式不符），没有发送。"
			"请检查邮件设置，或在系统中安装其证书。",
			"No trusted encrypted connection to the mail server could be made; nothing "
			"was sent. Check the mail settings or install its certificate.");
	case CURLE_LOGIN_DENIED:
		return fault_new(FAULT_OUTSIDE, "mail_login",
			"邮件服务器不接受登录名或密码。请检查邮件设置。",
			"The mail server does not take the login or password. Check the mail "
			"settings.");
	default:
		return NULL;
	}
}

/* 5xx replies that speak of the connection or the sender's rights and not of the letter. */
static bool
is_about_letter(long reply)
{
	return reply >= 500 && reply < 600 && reply > 504 && reply != 521 && reply != 530 &&
	       reply != 534 && reply != 535 && reply != 538;
}

static struct fault *
about_reply(const struct sending *sending, CURLcode code, long reply)
{
	/* A refusal counts as the letter's only when the server had got as far as the letter. */
	bool has_begun = code == CURLE_SEND_ERROR || sending->sent > 0;

	if (is_about_letter(reply) && strncmp(sending->error, "MAIL ", 5) == 0)
		return fault_new(FAULT_OUTSIDE, "mail_sender",
			"邮件服务器不接受设置里的发件地址（代码 "
			"%ld），稍后自动重试。请检查邮件设置。",
			"The mail server does not take the sender's address of the settings (code "
			"%ld); it will be tried again. Check the mail settings.",
			reply);
	if (is_about_letter(reply) && has_begun)
		return fault_new(FAULT_INPUT, "mail_refused",
			"收件方的邮件服务器拒收这封邮件（代码 %ld），不再重试。请核对收件地址。",
			"The mail server refuses this letter (code %ld); it will not be tried "
			"again. Check the address.",
			reply);
	if (reply >= 400 && reply < 500)
		return fault_new(FAULT_OUTSIDE, "mail_later",
			"邮件服务器暂时不收（代码 %ld），稍后自动重试。",
			"The mail server does not take the letter for now (code %ld); it will be "
			"tried again.",
			reply);
	if (reply < 100)
		return fault_new(FAULT_OUTSIDE, "mail_server",
			"与邮件服务器的连接断了，稍后自动重试。如果一直如此，请检查邮件设置和网络"
			"。",
			"The connection to the mail server broke; it will be tried again. If this "
			"goes on, check the mail settings and the network.");
	return fault_new(FAULT_OUTSIDE, "mail_server",
		"邮件服务器中断了发送（代码 %ld），稍后自动重试。如果一直如此，请检查邮件设置。",
		"The mail server broke off (code %ld); it will be tried again. If this goes on, "
		"check the mail settings.",
		reply);
}

static struct fault *
fault_of(const struct sending *sending, CURLcode code)
{
	struct fault *fault = about_connection(code);
	long reply = 0;

	if (!fault) {
		(void)curl_easy_getinfo(sending->curl, CURLINFO_RESPONSE_CODE, &reply);
		fault = about_reply(sending, code, reply);
	}
	return fault_detail(fault, "curl %d %s", (int)code, curl_easy_strerror(code));
}

/* --- sending --- */

static void
set_server(CURL *curl, const struct mail_server *server, struct arena *arena)
{
	bool is_open = str_equal(server->security, STR("none"));

	curl_easy_setopt(
		curl, CURLOPT_USE_SSL, is_open ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (server->ca_file)
		curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca_file);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	/* No proxy from the environment: a letter goes where the settings say. */
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
		(long)(server->timeout < CONNECT_SECONDS ? server->timeout : CONNECT_SECONDS));
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)server->timeout);
	if (server->login.len) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, server->login.at);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password.bytes.at);
	}
}

static struct fault *
set_letter(struct sending *sending, const struct mail_server *server, struct arena *arena,
	struct str from, struct str to)
{
	bool is_tls = str_equal(server->security, STR("tls"));
	struct str local;
	struct str domain = str_cut(from, STR("@"), &local);
	struct str url;
	struct str text;

	/* The part behind the slash is what the program calls itself in EHLO. */
	TRY(str_print(arena, &url, "%s://%.*s:%lld/%.*s", is_tls ? "smtps" : "smtp",
		STR_ARG(server->host), (long long)server->port, STR_ARG(domain)));
	curl_easy_setopt(sending->curl, CURLOPT_URL, url.at);
	TRY(str_print(arena, &text, "<%.*s>", STR_ARG(from)));
	curl_easy_setopt(sending->curl, CURLOPT_MAIL_FROM, text.at);
	TRY(str_print(arena, &text, "<%.*s>", STR_ARG(to)));
	sending->recipients = curl_slist_append(NULL, text.at);
	if (!sending->recipients)
		return fault_memory();
	curl_easy_setopt(sending->curl, CURLOPT_MAIL_RCPT, sending->recipients);
	curl_easy_setopt(sending->curl, CURLOPT_ERRORBUFFER, sending->error);
	curl_easy_setopt(sending->curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(sending->curl, CURLOPT_READFUNCTION, give_bytes);
	curl_easy_setopt(sending->curl, CURLOPT_READDATA, sending);
	curl_easy_setopt(sending->curl, CURLOPT_WRITEFUNCTION, drop_bytes);
	curl_easy_setopt(sending->curl, CURLOPT_XFERINFOFUNCTION, ask_to_stop);
	curl_easy_setopt(sending->curl, CURLOPT_XFERINFODATA, sending);
	curl_easy_setopt(sending->curl, CURLOPT_NOPROGRESS, 0L);
	return NULL;
}

static struct fault *
send_message(const struct mail_server *server, struct arena *arena, struct str from, struct str to,
	struct str message, const struct job_run *run)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	CLOSING(sending_done) struct sending sending = { .message = message, .run = run };
	struct mail_server own = *server;
	CURLcode code;

	pthread_once(&once, start_library);
	/* libcurl wants a zero at the end, which an arena's copy has. */
	TRY(str_copy(arena, server->login, &own.login));
	TRY(str_copy(arena, server->password.bytes, &own.password.bytes));
	sending.curl = curl_easy_init();
	if (!sending.curl)
		return fault_memory();
	set_server(sending.curl, &own, arena);
	TRY(set_letter(&sending, &own, arena, from, to));
	code = curl_easy_perform(sending.curl);
	return code == CURLE_OK ? NULL : fault_of(&sending, code);
}

struct fault *
mail_smtp_send(const struct mail_server *server, struct arena *arena, struct str from,
	struct str to, struct str message, const struct job_run *run)
{
	TRY(mail_libcurl_load());
	return send_message(server, arena, from, to, message, run);
}
