/* By which address visitors reach a site, whatever Host they send. */
#include "../test.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "http/http_server.h"

static struct fault *
address_page(struct http_request *request, struct http_reply *reply)
{
	struct str address;

	TRY(http_address(request, &address));
	buf_put(&reply->body, address);
	return NULL;
}

static const struct route table[] = { { "GET", "/", address_page, ANYONE }, { 0 } };
static const struct route *const routes[] = { table, NULL };

static struct fault *
knows_host(void *context, const struct http_request *request, struct str name, bool *ret_knows)
{
	*ret_knows = str_equal_ascii(name, STR("www.gk.test"));
	return NULL;
}

static void
is_address(struct http *http, const char *host, const char *wanted)
{
	struct http_pair pairs[1] = { { STR("Host"), str_of(host) } };
	struct http_facts facts = { .method = STR("GET"),
		.target = STR("/"),
		.headers = pairs,
		.header_count = host ? 1 : 0,
		.peer = STR("127.0.0.1") };
	struct http_reply reply;

	http_handle(http, &facts, &reply);
	assert_int_equal(reply.status, 200);
	SAME_TEXT(http_reply_bytes(&reply), wanted);
	http_reply_done(&reply);
}

static const char *const hostile[] = { "evil.test", "www.gk.test.evil.test", "evil.test:80",
	"www.gk.test@evil.test", "www.gk.test/evil", "www.gk.test:x", "www.gk.test:99999",
	"www.gk.test:0", "[::1", "[www.gk.test]evil", "", " ", "<b>", "www.gk.test\\evil",
	"8.8.8.8", "0.0.0.0", "[2001:db8::1]" };

static void
configured_origin_counts_whatever_host_was_sent(void **state)
{
	struct http_app app = {
		.routes = routes, .origin = "https://www.example.gov.cn/", .knows_host = knows_host
	};
	struct http *http;

	FINE(http_open(&app, &http));
	is_address(http, NULL, "https://www.example.gov.cn");
	is_address(http, "www.gk.test", "https://www.example.gov.cn");
	for (size_t i = 0; i < COUNT_OF(hostile); i++)
		is_address(http, hostile[i], "https://www.example.gov.cn");
	http_close(&http);
}

static void
host_counts_only_when_it_is_one_of_the_sites(void **state)
{
	struct http_app app = { .routes = routes, .is_https = true, .knows_host = knows_host };
	struct http *http;

	FINE(http_open(&app, &http));
	is_address(http, "www.gk.test", "https://www.gk.test");
	is_address(http, "WWW.GK.test:8443", "https://WWW.GK.test:8443");
	is_address(http, NULL, "https://localhost");
	for (size_t i = 0; i < COUNT_OF(hostile); i++)
		is_address(http, hostile[i], "https://localhost");
	http_close(&http);
}

static void
address_it_listens_on_counts(void **state)
{
	struct http_app app = { .routes = routes, .knows_host = knows_host };
	struct http *http;
	char own[80];
	char host[60];

	FINE(http_open(&app, &http));
	FINE(http_serve(http, "127.0.0.1", 0));
	snprintf(own, sizeof own, "http://127.0.0.1:%u", (unsigned)http_port(http));
	is_address(http, own + strlen("http://"), own);
	is_address(http, "127.0.0.1", own);
	is_address(http, "127.0.0.2:1", own);
	for (size_t i = 0; i < COUNT_OF(hostile); i++)
		is_address(http, hostile[i], own);
	snprintf(host, sizeof host, "localhost:%u", (unsigned)http_port(http));
	snprintf(own, sizeof own, "http://localhost:%u", (unsigned)http_port(http));
	is_address(http, host, own);
	http_close(&http);
}

static void
on_every_address_only_those_of_this_machine_count(void **state)
{
	struct http_app app = { .routes = routes };
	struct http *http;
	char otherwise[60];
	char host[60];
	char own[80];

	FINE(http_open(&app, &http));
	FINE(http_serve(http, "0.0.0.0", 0));
	snprintf(otherwise, sizeof otherwise, "http://localhost:%u", (unsigned)http_port(http));
	snprintf(host, sizeof host, "127.0.0.1:%u", (unsigned)http_port(http));
	snprintf(own, sizeof own, "http://%s", host);
	is_address(http, host, own);
	snprintf(host, sizeof host, "203.0.113.77:%u", (unsigned)http_port(http));
	is_address(http, host, otherwise);
	snprintf(host, sizeof host, "0.0.0.0:%u", (unsigned)http_port(http));
	is_address(http, host, otherwise);
	for (size_t i = 0; i < COUNT_OF(hostile); i++)
		is_address(http, hostile[i], otherwise);
	http_close(&http);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(configured_origin_counts_whatever_host_was_sent),
		cmocka_unit_test(host_counts_only_when_it_is_one_of_the_sites),
		cmocka_unit_test(address_it_listens_on_counts),
		cmocka_unit_test(on_every_address_only_those_of_this_machine_count),
	};

	log_set_level(LOG_QUIET);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
