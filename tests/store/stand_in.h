/*
 * Servers of a test's own that stand in for others: one that is told of applications (calls.py) and
 * one that takes mail (smtp.py), and a certificate for them. Nothing is tested here.
 */
#ifndef TESTS_STORE_STAND_IN_H
#define TESTS_STORE_STAND_IN_H

#include <sys/types.h>

#include "twin.h"

struct stand_in {
	char folder[100]; /* of what it got */
	pid_t pid;
	int input; /* it ends when this is closed */
	int port;
};

/* Is told of applications; `cert_folder` NULL: without TLS. */
void stand_in_start_calls(
	struct stand_in *server, const char *folder, const char *secret, const char *cert_folder);
/* Takes mail. `mode` is NULL, "--starttls" or "--tls" (with the certificate in `cert_folder`);
 * `login` is NULL or "name:password". */
void stand_in_start_mail(struct stand_in *server, const char *folder, const char *mode,
	const char *cert_folder, const char *login);
void stand_in_stop(struct stand_in *server);

/* How many requests or letters it got. */
int stand_in_count(const struct stand_in *server);
/* The text of one of them, from 1; of a letter with its envelope in front. */
struct str stand_in_got(const struct stand_in *server, struct arena *arena, int number);

/* Make cert.pem and key.pem for 127.0.0.1 and localhost, signed by itself. */
void stand_in_make_cert(const char *folder);

#endif
