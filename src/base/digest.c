/*
 * One-shot digests. Streams are not needed: files are read whole within their limit.
 */
#include "base/digest.h"

#include <openssl/evp.h>

static struct fault *
digest_by(const EVP_MD *kind, struct str bytes, struct digest *ret_digest)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char raw[32];
	unsigned len = 0;

	if (!kind || EVP_Digest(bytes.at ? bytes.at : "", bytes.len, raw, &len, kind, NULL) != 1 ||
		len != 32)
		return fault_new(FAULT_OUTSIDE, "digest", "无法计算摘要。",
			"The digest could not be computed.");
	for (size_t i = 0; i < 32; i++) {
		ret_digest->at[2 * i] = hex[raw[i] >> 4];
		ret_digest->at[2 * i + 1] = hex[raw[i] & 15];
	}
	ret_digest->at[64] = '\0';
	return NULL;
}

struct fault *
digest_sha256(struct str bytes, struct digest *ret_digest)
{
	return digest_by(EVP_sha256(), bytes, ret_digest);
}

struct fault *
digest_sm3(struct str bytes, struct digest *ret_digest)
{
	return digest_by(EVP_sm3(), bytes, ret_digest);
}
