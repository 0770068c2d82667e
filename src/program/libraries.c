/*
 * Which libraries this program was built with and runs on. Only for `gongkai version`.
 */
#include <cairo.h>
#include <jansson.h>
#include <libdeflate.h>
#include <libxml/parser.h>
#include <microhttpd.h>
#include <openssl/crypto.h>
#include <pango/pango.h>
#include <sqlite3.h>
#include <stdio.h>
#include <zip.h>
#include <zlib.h>

#include "program/program.h"

void
program_print_libraries(void)
{
	printf("libmicrohttpd %s\n", MHD_get_version());
	printf("sqlite %s\n", sqlite3_libversion());
	printf("libxml2 %s\n", LIBXML_DOTTED_VERSION);
	printf("libzip %s\n", zip_libzip_version());
	printf("zlib %s\n", zlibVersion());
	printf("libdeflate %s\n", LIBDEFLATE_VERSION_STRING);
	printf("pango %s\n", pango_version_string());
	printf("cairo %s\n", cairo_version_string());
	printf("jansson %s\n", jansson_version_str());
	printf("%s\n", OpenSSL_version(OPENSSL_VERSION));
}
