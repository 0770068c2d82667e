/*
 * Which libraries this program was built with and runs on. Only for `gongkai version`, which
 * therefore loads also those that otherwise wait until they are needed.
 */
#include <jansson.h>
#include <libdeflate.h>
#include <libxml/parser.h>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <stdio.h>
#include <zip.h>
#include <zlib.h>

#include "db/db_libpq.h"
#include "doc/doc_pango.h"
#include "http/http_libmicrohttpd.h"
#include "mail/mail_libcurl.h"
#include "program/program.h"

/* It is there, or else how it is got stands in its line. */
static bool
has(const struct program_line *line, const char *name, const struct fault *fault)
{
	if (fault)
		printf("%s - %s\n", name, program_say(line, fault->zh, fault->en));
	return !fault;
}

static void
print_late(const struct program_line *line)
{
	if (has(line, "libmicrohttpd", http_libmicrohttpd_load()))
		printf("libmicrohttpd %s\n", MHD_get_version());
	if (has(line, "libpq", db_libpq_load()))
		printf("libpq %d.%d\n", PQlibVersion() / 10000, PQlibVersion() % 10000);
	if (has(line, "libcurl", mail_libcurl_load()))
		printf("%s\n", curl_version());
	if (has(line, "pango", doc_pango_load()))
		printf("pango %s\ncairo %s\n", pango_version_string(), cairo_version_string());
}

void
program_print_libraries(const struct program_line *line)
{
	printf("sqlite %s\n", sqlite3_libversion());
	printf("libxml2 %s\n", LIBXML_DOTTED_VERSION);
	printf("libzip %s\n", zip_libzip_version());
	printf("zlib %s\n", zlibVersion());
	printf("libdeflate %s\n", LIBDEFLATE_VERSION_STRING);
	printf("jansson %s\n", jansson_version_str());
	printf("%s\n", OpenSSL_version(OPENSSL_VERSION));
	print_late(line);
}
