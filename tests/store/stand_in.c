/*
 * Starting and stopping calls.py and smtp.py, reading what they got, making a certificate.
 * What a message or a letter must look like is the tests' business.
 */
#include "stand_in.h"

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

/* What stands behind the name of the script. */
struct words {
	const char *at[8]; /* the rest is NULL */
	int count;
	char cert[200];
	char key[200];
};

static void
add(struct words *words, const char *word)
{
	assert_true(words->count + 1 < (int)COUNT_OF(words->at));
	words->at[words->count++] = word;
}

static void
add_cert(struct words *words, const char *folder)
{
	snprintf(words->cert, sizeof words->cert, "%s/cert.pem", folder);
	snprintf(words->key, sizeof words->key, "%s/key.pem", folder);
	add(words, words->cert);
	add(words, words->key);
}

static void
become_server(const char *script, const char *folder, const struct words *words)
{
	const char *args[3 + COUNT_OF(words->at)] = { "python3", script, folder };

	memcpy(args + 3, words->at, sizeof words->at);
	execvp(args[0], (char *const *)args);
	_exit(127);
}

/* `setting` names the variable with the path of the script. */
static void
start(struct stand_in *server, const char *folder, const char *setting, const struct words *words)
{
	const char *script = getenv(setting);
	char line[20] = "";
	int input[2];
	int output[2];

	assert_non_null(script);
	snprintf(server->folder, sizeof server->folder, "%s/got-XXXXXX", folder);
	assert_non_null(mkdtemp(server->folder));
	assert_int_equal(pipe2(input, O_CLOEXEC), 0);
	assert_int_equal(pipe2(output, O_CLOEXEC), 0);
	server->pid = fork();
	assert_true(server->pid >= 0);
	if (server->pid == 0) {
		dup2(input[0], 0);
		dup2(output[1], 1);
		become_server(script, server->folder, words);
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
stand_in_start_calls(
	struct stand_in *server, const char *folder, const char *secret, const char *cert_folder)
{
	struct words words = { 0 };

	add(&words, secret);
	if (cert_folder)
		add_cert(&words, cert_folder);
	start(server, folder, "GONGKAI_CALLS", &words);
}

void
stand_in_start_mail(struct stand_in *server, const char *folder, const char *mode,
	const char *cert_folder, const char *login)
{
	struct words words = { 0 };

	if (mode) {
		add(&words, mode);
		add_cert(&words, cert_folder);
	}
	if (login) {
		add(&words, "--login");
		add(&words, login);
	}
	start(server, folder, "GONGKAI_SMTP", &words);
}

void
stand_in_stop(struct stand_in *server)
{
	int status;

	close(server->input);
	assert_int_equal(waitpid(server->pid, &status, 0), server->pid);
}

/* --- what it got --- */

static bool
has_got(const struct stand_in *server, int number, char path[200])
{
	snprintf(path, 200, "%s/%d.txt", server->folder, number);
	return file_exists(path);
}

int
stand_in_count(const struct stand_in *server)
{
	char path[200];
	int count = 0;

	while (has_got(server, count + 1, path))
		count++;
	return count;
}

struct str
stand_in_got(const struct stand_in *server, struct arena *arena, int number)
{
	char path[200];
	struct str text;
	struct buf buf;

	assert_true(has_got(server, number, path));
	buf_init(&buf, 1 << 20);
	FINE(file_read(path, &buf));
	FINE(str_copy(arena, buf_str(&buf), &text));
	buf_done(&buf);
	return text;
}

/* --- a certificate --- */

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
stand_in_make_cert(const char *folder)
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
