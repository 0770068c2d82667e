/*
 * The address by which visitors reach this site, for links that leave it: in letters, on paper, on
 * a page that is handed on. It is never taken from a request's word alone; who may be asked is
 * http_app's knows_host.
 */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

#include "http/http_inside.h"

enum { HOST_LONGEST = 253 };

/* A host as its header gives it, taken apart: "[::1]:8080" is "::1" and 8080. */
struct host {
	struct str name;
	int64_t port; /* 0: none was given */
};

static bool
has_only_host_characters(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') &&
			c != '.' && c != '-' && c != ':')
			return false;
	}
	return name.len && name.len <= HOST_LONGEST;
}

static bool
take_apart(struct str text, struct host *host)
{
	bool is_v6 = str_starts(text, STR("["));
	size_t end = is_v6 ? str_find(text, STR("]"), 0) : str_find(text, STR(":"), 0);
	struct str rest;

	*host = (struct host){ .name = text };
	if (is_v6 && end == SIZE_MAX)
		return false;
	if (end == SIZE_MAX)
		return has_only_host_characters(text);
	host->name = is_v6 ? str_sub(text, 1, end - 1) : str_sub(text, 0, end);
	rest = str_from(text, is_v6 ? end + 1 : end);
	if (rest.len && (!str_starts(rest, STR(":")) || rest.len > 6 ||
				!str_to_int(str_from(rest, 1), &host->port) || host->port < 1 ||
				host->port > 65535))
		return false;
	return has_only_host_characters(host->name);
}

/* --- where we listen --- */

/* Addresses as bytes: IPv4 ones as IPv6 maps them, so that all compare alike. */
static bool
read_address(struct str text, struct in6_addr *ret_address)
{
	char copy[INET6_ADDRSTRLEN];
	struct in_addr v4;

	if (!text.len || text.len >= sizeof copy)
		return false;
	memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	if (inet_pton(AF_INET6, copy, ret_address) == 1)
		return true;
	if (inet_pton(AF_INET, copy, &v4) != 1)
		return false;
	*ret_address = (struct in6_addr){ .s6_addr = { [10] = 0xFF, [11] = 0xFF } };
	memcpy(ret_address->s6_addr + 12, &v4, sizeof v4);
	return true;
}

static bool
is_any(const struct in6_addr *address)
{
	static const unsigned char v4[16] = { [10] = 0xFF, [11] = 0xFF };

	return IN6_IS_ADDR_UNSPECIFIED(address) || memcmp(address, v4, sizeof v4) == 0;
}

static bool
is_loopback(const struct in6_addr *address)
{
	return IN6_IS_ADDR_LOOPBACK(address) ||
	       (IN6_IS_ADDR_V4MAPPED(address) && address->s6_addr[12] == 127);
}

/* Is it an address of this machine? */
static bool
is_of_machine(const struct in6_addr *address)
{
	struct ifaddrs *all = NULL;
	bool is_found = false;

	if (getifaddrs(&all) != 0)
		return false;
	for (const struct ifaddrs *one = all; one && !is_found; one = one->ifa_next) {
		struct in6_addr own = { .s6_addr = { [10] = 0xFF, [11] = 0xFF } };

		if (!one->ifa_addr)
			continue;
		if (one->ifa_addr->sa_family == AF_INET)
			memcpy(own.s6_addr + 12,
				&((const struct sockaddr_in *)(const void *)one->ifa_addr)
					 ->sin_addr,
				4);
		else if (one->ifa_addr->sa_family == AF_INET6)
			own = ((const struct sockaddr_in6 *)(const void *)one->ifa_addr)->sin6_addr;
		else
			continue;
		is_found = memcmp(&own, address, sizeof own) == 0;
	}
	freeifaddrs(all);
	return is_found;
}

static bool
is_where_we_listen(const struct http *http, const struct host *host)
{
	int64_t port = host->port ? host->port : http->app.is_https ? 443 : 80;
	struct in6_addr asked;
	struct in6_addr own;

	if (!http->server || port != http_port(http) ||
		!read_address(str_of(http->listen_address), &own))
		return false;
	if (str_equal_ascii(host->name, STR("localhost")))
		return is_loopback(&own) || is_any(&own);
	if (!read_address(host->name, &asked))
		return false;
	if (is_any(&own))
		return !is_any(&asked) && is_of_machine(&asked);
	return memcmp(&asked, &own, sizeof own) == 0;
}

/* --- the answer --- */

static struct fault *
listen_address(const struct http *http, struct arena *arena, struct str *ret_address)
{
	const char *scheme = http->app.is_https ? "https" : "http";
	struct in6_addr own;

	if (!http->server)
		return str_print(arena, ret_address, "%s://localhost", scheme);
	if (!read_address(str_of(http->listen_address), &own) || is_any(&own))
		return str_print(
			arena, ret_address, "%s://localhost:%u", scheme, (unsigned)http_port(http));
	return str_print(arena, ret_address,
		strchr(http->listen_address, ':') ? "%s://[%s]:%u" : "%s://%s:%u", scheme,
		http->listen_address, (unsigned)http_port(http));
}

struct fault *
http_address(const struct http_request *request, struct str *ret_address)
{
	const struct http_app *app = &request->http->app;
	struct str text = http_header(request, "Host");
	struct str origin = str_of(app->origin);
	bool is_ours = false;
	struct host host;

	while (str_ends(origin, STR("/")))
		origin.len--;
	if (origin.len) {
		*ret_address = origin;
		return NULL;
	}
	if (take_apart(text, &host)) {
		is_ours = is_where_we_listen(request->http, &host);
		if (!is_ours && app->knows_host)
			TRY(app->knows_host(app->context, request, host.name, &is_ours));
	}
	if (!is_ours)
		return listen_address(request->http, request->arena, ret_address);
	return str_print(request->arena, ret_address, "%s://%.*s", app->is_https ? "https" : "http",
		STR_ARG(text));
}
