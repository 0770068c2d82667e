/*
 * A wire between the program and a PostgreSQL server that can be cut at the moment of COMMIT.
 * It speaks no PostgreSQL; it only looks for that word in what the program sends.
 */
#ifndef TESTS_STORE_PROXY_H
#define TESTS_STORE_PROXY_H

#include <pthread.h>

#include "twin.h"

enum proxy_cut {
	PROXY_WHOLE,         /* everything goes through */
	PROXY_BEFORE_COMMIT, /* the server never hears of the COMMIT */
	PROXY_AFTER_COMMIT,  /* the server did it, but its answer does not arrive */
};

struct proxy {
	char server[108]; /* the server's socket */
	char folder[64];
	int listening;
	pthread_mutex_t lock;
	enum proxy_cut cut; /* back to PROXY_WHOLE after one cut */
	bool is_over;
	pthread_t thread;
};

/* Listen in `folder` for the server of this URL; the URL of `database` through the proxy goes to
 * `url`. One connection at a time. */
void proxy_open(struct proxy *proxy, const char *folder, const char *server_url,
	const char *database, char *url, size_t size);
void proxy_cut(struct proxy *proxy, enum proxy_cut cut);
void proxy_close(struct proxy *proxy);

#endif
