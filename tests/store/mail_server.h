/*
 * A mail server of a test's own (smtp.py), and a certificate for it.
 * Nothing is tested here.
 */
#ifndef TESTS_STORE_MAIL_SERVER_H
#define TESTS_STORE_MAIL_SERVER_H

#include <sys/types.h>

#include "twin.h"

struct mail_server_of_test {
	char folder[100]; /* of the letters it took */
	pid_t pid;
	int input; /* it ends when this is closed */
	int port;
};

/* `mode` is NULL, "--starttls" or "--tls" (with the certificate in `cert_folder`); `login` is NULL
 * or "name:password". */
void mail_server_start(struct mail_server_of_test *server, const char *folder, const char *mode,
	const char *cert_folder, const char *login);
void mail_server_stop(struct mail_server_of_test *server);
/* How many letters it took. */
int mail_server_count(const struct mail_server_of_test *server);
/* The envelope and text of a letter, from 1. */
struct str mail_server_letter(
	const struct mail_server_of_test *server, struct arena *arena, int number);

/* Make cert.pem and key.pem for 127.0.0.1 and localhost, signed by itself. */
void mail_server_make_cert(const char *folder);

#endif
