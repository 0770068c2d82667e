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

/* True, and *ret_digest the same with its zero, when `text` is 64 such digits and nothing else:
 * then it is safe as a part of a path. */
bool digest_of_text(struct str text, struct digest *ret_digest);

MUST struct fault *digest_sha256(struct str bytes, struct digest *ret_digest);
MUST struct fault *digest_sm3(struct str bytes, struct digest *ret_digest);

/* HMAC-SHA-256 (RFC 2104), for signatures that another system checks with the same key. */
MUST struct fault *digest_hmac(struct str key, struct str bytes, struct digest *ret_digest);

/* A short keyed number (SipHash-2-4), for tables in memory whose keys outsiders choose: without the
 * secret nobody can aim at one place. Never for anything that is stored. */
struct digest_secret {
	unsigned char at[16];
};
struct digest_secret digest_secret(void);
uint64_t digest_short(const struct digest_secret *secret, struct str bytes);
/* 128 bits of the same, too many for two texts to have the same by chance or by trying: stands in
 * memory for a text that should not stand there itself. */
struct digest_tag {
	unsigned char at[16];
};
struct digest_tag digest_tag(const struct digest_secret *secret, struct str bytes);

/* 32 hexadecimal digits and a zero (XXH3, 128 bits): tells versions of a page apart in no time.
 * Whoever wants to can make two texts with the same one, so it protects nothing. */
struct digest_mark {
	char at[33];
};
struct digest_mark digest_quick(struct str bytes);

/* SHA-256 of bytes that come piece by piece. digest_end() gives it and begins anew. */
struct digest_stream;
MUST struct fault *digest_open(struct digest_stream **ret_stream);
void digest_close(struct digest_stream **stream);
MUST struct fault *digest_put(struct digest_stream *stream, struct str bytes);
MUST struct fault *digest_end(struct digest_stream *stream, struct digest *ret_digest);

#endif
