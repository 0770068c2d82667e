/*
 * Digests of whole bytes and of streams, through OpenSSL's EVP; short keyed ones through libsodium;
 * quick ones through xxHash.
 * Which digest serves for what is decided by who calls.
 */
#include "base/digest.h"

#include <assert.h>
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/memory.h"

enum { RAW_SIZE = 32 };

static struct fault *
digest_fault(void)
{
	return fault_new(
		FAULT_OUTSIDE, "digest", "无法计算摘要。", "The digest could not be computed.");
}

/* Two digits for each byte and a zero. */
static void
put_hex(const unsigned char *raw, size_t size, char *to)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < size; i++) {
		to[2 * i] = hex[raw[i] >> 4];
		to[2 * i + 1] = hex[raw[i] & 15];
	}
	to[2 * size] = '\0';
}

static struct fault *
digest_by(const EVP_MD *kind, struct str bytes, struct digest *ret_digest)
{
	unsigned char raw[RAW_SIZE];
	unsigned len = 0;

	if (!kind || EVP_Digest(bytes.at ? bytes.at : "", bytes.len, raw, &len, kind, NULL) != 1 ||
		len != RAW_SIZE)
		return digest_fault();
	put_hex(raw, RAW_SIZE, ret_digest->at);
	return NULL;
}

bool
digest_of_text(struct str text, struct digest *ret_digest)
{
	if (text.len != sizeof ret_digest->at - 1)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!((text.at[i] >= '0' && text.at[i] <= '9') ||
			    (text.at[i] >= 'a' && text.at[i] <= 'f')))
			return false;
	memcpy(ret_digest->at, text.at, text.len);
	ret_digest->at[text.len] = '\0';
	return true;
}

struct fault *
digest_sha256(struct str bytes, struct digest *ret_digest)
{
	return digest_by(EVP_sha256(), bytes, ret_digest);
}

struct fault *
digest_hmac(struct str key, struct str bytes, struct digest *ret_digest)
{
	unsigned char raw[RAW_SIZE];
	unsigned len = 0;

	if (key.len > INT_MAX ||
		!HMAC(EVP_sha256(), key.len ? key.at : "", (int)key.len,
			(const unsigned char *)(bytes.len ? bytes.at : ""), bytes.len, raw, &len) ||
		len != RAW_SIZE)
		return digest_fault();
	put_hex(raw, RAW_SIZE, ret_digest->at);
	return NULL;
}

struct fault *
digest_sm3(struct str bytes, struct digest *ret_digest)
{
	return digest_by(EVP_sm3(), bytes, ret_digest);
}

static_assert(sizeof(struct digest_secret) == crypto_shorthash_KEYBYTES, "size of SipHash's key");

struct digest_secret
digest_secret(void)
{
	struct digest_secret secret;

	crypto_shorthash_keygen(secret.at);
	return secret;
}

uint64_t
digest_short(const struct digest_secret *secret, struct str bytes)
{
	unsigned char raw[crypto_shorthash_BYTES];
	uint64_t number;

	static_assert(sizeof raw == sizeof number, "size of SipHash's number");
	crypto_shorthash(
		raw, (const unsigned char *)(bytes.at ? bytes.at : ""), bytes.len, secret->at);
	memcpy(&number, raw, sizeof number);
	return number;
}

struct digest_tag
digest_tag(const struct digest_secret *secret, struct str bytes)
{
	struct digest_tag tag;

	static_assert(sizeof tag.at == crypto_shorthash_siphashx24_BYTES, "128 bits");
	crypto_shorthash_siphashx24(
		tag.at, (const unsigned char *)(bytes.at ? bytes.at : ""), bytes.len, secret->at);
	return tag;
}

struct digest_mark
digest_quick(struct str bytes)
{
	XXH128_hash_t hash = XXH3_128bits(bytes.at ? bytes.at : "", bytes.len);
	XXH128_canonical_t raw;
	struct digest_mark mark;

	XXH128_canonicalFromHash(&raw, hash);
	put_hex(raw.digest, sizeof raw.digest, mark.at);
	return mark;
}

struct digest_stream {
	EVP_MD_CTX *context;
};

struct fault *
digest_open(struct digest_stream **ret_stream)
{
	CLOSING(digest_close) struct digest_stream *stream = memory_take(sizeof *stream);

	if (!stream)
		return fault_memory();
	stream->context = EVP_MD_CTX_new();
	if (!stream->context || EVP_DigestInit_ex(stream->context, EVP_sha256(), NULL) != 1)
		return digest_fault();
	*ret_stream = stream;
	stream = NULL;
	return NULL;
}

void
digest_close(struct digest_stream **stream)
{
	if (*stream)
		EVP_MD_CTX_free((*stream)->context);
	memory_give(*stream);
	*stream = NULL;
}

struct fault *
digest_put(struct digest_stream *stream, struct str bytes)
{
	if (bytes.len && EVP_DigestUpdate(stream->context, bytes.at, bytes.len) != 1)
		return digest_fault();
	return NULL;
}

struct fault *
digest_end(struct digest_stream *stream, struct digest *ret_digest)
{
	unsigned char raw[RAW_SIZE];
	unsigned len = 0;

	if (EVP_DigestFinal_ex(stream->context, raw, &len) != 1 || len != RAW_SIZE ||
		EVP_DigestInit_ex(stream->context, EVP_sha256(), NULL) != 1)
		return digest_fault();
	put_hex(raw, RAW_SIZE, ret_digest->at);
	return NULL;
}
