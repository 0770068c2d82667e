/*
 * Starting and stopping smtp.py, reading what it took, making a certificate.
 * What a letter must look like is the tests' business.
 */
#include "mail_server.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static void
become_server(const char *folder, const char *mode, const char *cert_folder, const char *login)
{
	char cert[200];
	char key[200];
	const char *args[10] = { "python3", getenv("GONGKAI_SMTP"), folder };
	int count = 3;

	snprintf(cert, sizeof cert, "%s/cert.pem", cert_folder ? cert_folder : "");
	snprintf(key, sizeof key, "%s/key.pem", cert_folder ? cert_folder : "");
	if (mode) {
		args[count++] = mode;
		args[count++] = cert;
		args[count++] = key;
	}
	if (login) {
		args[count++] = "--login";
		args[count++] = login;
	}
	execvp(args[0], (char *const *)args);
	_exit(127);
}

void
mail_server_start(struct mail_server_of_test *server, const char *folder, const char *mode,
	const char *cert_folder, const char *login)
{
	char line[20] = "";
	int input[2];
	int output[2];

	assert_non_null(getenv("GONGKAI_SMTP"));
	snprintf(server->folder, sizeof server->folder, "%s/letters-XXXXXX", folder);
	assert_non_null(mkdtemp(server->folder));
	assert_int_equal(pipe2(input, O_CLOEXEC), 0);
	assert_int_equal(pipe2(output, O_CLOEXEC), 0);
	server->pid = fork();
	assert_true(server->pid >= 0);
	if (server->pid == 0) {
		dup2(input[0], 0);
		dup2(output[1], 1);
		become_server(server->folder, mode, cert_folder, login);
	}
	close(input[0]);
	close(output[1]);
	server->input = input[1];
	assert_true(read(output[0], line, sizeof line - 1) > 0);
	close(output[0]);
	server->port = (int)strtol(line, NULL, 10);
	assert_true(server->port > 0);
}

void
mail_server_stop(struct mail_server_of_test *server)
{
	int status;

	close(server->input);
	assert_int_equal(waitpid(server->pid, &status, 0), server->pid);
}

int
mail_server_count(const struct mail_server_of_test *server)
{
	char path[200];
	int count = 0;

	for (;; count++) {
		snprintf(path, sizeof path, "%s/%d.eml", server->folder, count + 1);
		if (!file_exists(path))
			return count;
	}
}

struct str
mail_server_letter(const struct mail_server_of_test *server, struct arena *arena, int number)
{
	char path[200];
	struct str text;
	struct buf buf;

	snprintf(path, sizeof path, "%s/%d.eml", server->folder, number);
	buf_init(&buf, 1 << 20);
	FINE(file_read(path, &buf));
	FINE(str_copy(arena, buf_str(&buf), &text));
	buf_done(&buf);
	return text;
}

static void
write_pem(const char *folder, const char *name, X509 *cert, EVP_PKEY *key)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	if (cert)
		assert_int_equal(PEM_write_X509(file, cert), 1);
	else
		assert_int_equal(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
	assert_int_equal(fclose(file), 0);
}

void
mail_server_make_cert(const char *folder)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	X509_NAME *name;
	X509_EXTENSION *names;

	assert_non_null(key);
	assert_non_null(cert);
	assert_int_equal(X509_set_version(cert, 2), 1);
	assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(cert), 1), 1);
	assert_non_null(X509_gmtime_adj(X509_getm_notBefore(cert), -3600));
	assert_non_null(X509_gmtime_adj(X509_getm_notAfter(cert), 86400));
	assert_int_equal(X509_set_pubkey(cert, key), 1);
	name = X509_get_subject_name(cert);
	assert_int_equal(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
				 (const unsigned char *)"localhost", -1, -1, 0),
		1);
	assert_int_equal(X509_set_issuer_name(cert, name), 1);
	names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
	assert_non_null(names);
	assert_int_equal(X509_add_ext(cert, names, -1), 1);
	X509_EXTENSION_free(names);
	assert_true(X509_sign(cert, key, EVP_sha256()) > 0);
	write_pem(folder, "cert.pem", cert, NULL);
	write_pem(folder, "key.pem", NULL, key);
	X509_free(cert);
	EVP_PKEY_free(key);
}
