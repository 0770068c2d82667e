/* The wire that can be cut. Bytes go through a thread between two sockets. */
#include "proxy.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int
open_socket(const char *path, bool is_listening)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	int status;

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	status = is_listening ? bind(fd, (struct sockaddr *)&address, sizeof address)
			      : connect(fd, (struct sockaddr *)&address, sizeof address);
	if (status == 0 && is_listening)
		status = listen(fd, 8);
	if (status == 0)
		return fd;
	close(fd);
	return -1;
}

static enum proxy_cut
take_cut(struct proxy *proxy)
{
	enum proxy_cut cut;

	pthread_mutex_lock(&proxy->lock);
	cut = proxy->cut;
	proxy->cut = PROXY_WHOLE;
	pthread_mutex_unlock(&proxy->lock);
	return cut;
}

static bool
is_over(struct proxy *proxy)
{
	bool over;

	pthread_mutex_lock(&proxy->lock);
	over = proxy->is_over;
	pthread_mutex_unlock(&proxy->lock);
	return over;
}

/* One piece from the program to the server; false when the wire is cut or its end has come. */
static bool
pass_to_server(struct proxy *proxy, int program, int server)
{
	char piece[8192];
	ssize_t got = read(program, piece, sizeof piece);
	enum proxy_cut cut = PROXY_WHOLE;

	if (got <= 0)
		return false;
	if (memmem(piece, (size_t)got, "COMMIT", 6))
		cut = take_cut(proxy);
	if (cut == PROXY_BEFORE_COMMIT || write(server, piece, (size_t)got) != got)
		return false;
	if (cut == PROXY_AFTER_COMMIT) {
		(void)!read(server, piece, sizeof piece);
		return false;
	}
	return true;
}

static bool
pass_to_program(int program, int server)
{
	char piece[8192];
	ssize_t got = read(server, piece, sizeof piece);

	return got > 0 && write(program, piece, (size_t)got) == got;
}

static void
serve(struct proxy *proxy, int program)
{
	int server = open_socket(proxy->server, false);
	bool is_whole = server >= 0;

	while (is_whole && !is_over(proxy)) {
		struct pollfd ends[2] = { { program, POLLIN, 0 }, { server, POLLIN, 0 } };

		poll(ends, 2, 50);
		if (ends[0].revents)
			is_whole = pass_to_server(proxy, program, server);
		if (is_whole && ends[1].revents)
			is_whole = pass_to_program(program, server);
	}
	if (server >= 0)
		close(server);
}

static void *
listen_in_thread(void *arg)
{
	struct proxy *proxy = arg;

	while (!is_over(proxy)) {
		struct pollfd door = { proxy->listening, POLLIN, 0 };
		int program;

		if (poll(&door, 1, 50) <= 0)
			continue;
		program = accept(proxy->listening, NULL, NULL);
		if (program < 0)
			continue;
		serve(proxy, program);
		close(program);
	}
	return NULL;
}

/* Folder of the server's socket, out of its URL. */
static void
find_server(struct proxy *proxy, const char *server_url)
{
	PQconninfoOption *options = PQconninfoParse(server_url, NULL);

	assert_non_null(options);
	for (const PQconninfoOption *option = options; option->keyword; option++)
		if (strcmp(option->keyword, "host") == 0)
			snprintf(proxy->server, sizeof proxy->server, "%s/.s.PGSQL.5432",
				option->val);
	PQconninfoFree(options);
	assert_true(proxy->server[0] == '/');
}

void
proxy_open(struct proxy *proxy, const char *folder, const char *server_url, const char *database,
	char *url, size_t size)
{
	char path[108];

	*proxy = (struct proxy){ .listening = -1 };
	find_server(proxy, server_url);
	snprintf(proxy->folder, sizeof proxy->folder, "%s", folder);
	snprintf(path, sizeof path, "%s/.s.PGSQL.5432", folder);
	proxy->listening = open_socket(path, true);
	assert_true(proxy->listening >= 0);
	pthread_mutex_init(&proxy->lock, NULL);
	assert_int_equal(pthread_create(&proxy->thread, NULL, listen_in_thread, proxy), 0);
	snprintf(url, size, "postgresql:///%s?host=%s&user=gongkai", database, folder);
}

void
proxy_cut(struct proxy *proxy, enum proxy_cut cut)
{
	pthread_mutex_lock(&proxy->lock);
	proxy->cut = cut;
	pthread_mutex_unlock(&proxy->lock);
}

void
proxy_close(struct proxy *proxy)
{
	pthread_mutex_lock(&proxy->lock);
	proxy->is_over = true;
	pthread_mutex_unlock(&proxy->lock);
	assert_int_equal(pthread_join(proxy->thread, NULL), 0);
	close(proxy->listening);
	pthread_mutex_destroy(&proxy->lock);
}
