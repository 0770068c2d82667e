/*
 * Digests through OpenSSL: SHA-256 names stored files, SM3 (GB/T 32905) chains the audit.
 * Not for passwords.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/str.h"

/* 64 lower-case hexadecimal digits and a zero. */
struct digest {
	char at[65];
};

MUST struct fault *digest_sha256(struct str bytes, struct digest *ret_digest);
MUST struct fault *digest_sm3(struct str bytes, struct digest *ret_digest);

/* SHA-256 of bytes that come piece by piece. digest_end() gives it and begins anew. */
struct digest_stream;
MUST struct fault *digest_open(struct digest_stream **ret_stream);
void digest_close(struct digest_stream **stream);
MUST struct fault *digest_put(struct digest_stream *stream, struct str bytes);
MUST struct fault *digest_end(struct digest_stream *stream, struct digest *ret_digest);

#endif
