/* Digests: known answers, and the short keyed one that nobody outside can foresee. */
#include "base/digest.h"

#include "../test.h"

static void
sha256_gives_the_known_answer(void **state)
{
	struct digest digest;

	FINE(digest_sha256(STR("abc"), &digest));
	assert_string_equal(
		digest.at, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
sm3_gives_the_known_answer(void **state)
{
	struct digest digest;

	FINE(digest_sm3(STR("abc"), &digest));
	assert_string_equal(
		digest.at, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

static void
short_number_depends_on_the_secret(void **state)
{
	struct digest_secret one = digest_secret();
	struct digest_secret other = digest_secret();
	int same = 0;

	for (int i = 0; i < 100; i++) {
		char text[] = { 'k', (char)i };
		struct str bytes = { text, sizeof text };

		assert_true(digest_short(&one, bytes) == digest_short(&one, bytes));
		same += digest_short(&one, bytes) % 4096 == digest_short(&other, bytes) % 4096;
	}
	/* By chance a single one is the same now and then; ten never are. */
	assert_true(same < 10);
	assert_true(digest_short(&one, STR("")) != digest_short(&other, STR("")));
}

/* The first of the vectors that SipHash's authors publish for 128 bits. */
static void
tag_is_siphash_of_128_bits(void **state)
{
	static const unsigned char known[] = { 0xA3, 0x81, 0x7F, 0x04, 0xBA, 0x25, 0xA8, 0xE6, 0x6D,
		0xF6, 0x72, 0x14, 0xC7, 0x55, 0x02, 0x93 };
	struct digest_secret secret;
	struct digest_tag tag;

	for (size_t i = 0; i < sizeof secret.at; i++)
		secret.at[i] = (unsigned char)i;
	tag = digest_tag(&secret, STR(""));
	assert_memory_equal(tag.at, known, sizeof known);
	tag = digest_tag(&secret, STR("a"));
	assert_memory_not_equal(tag.at, known, sizeof known);
}

static void
quick_mark_tells_texts_apart(void **state)
{
	static char page[30000];
	struct str bytes = { page, sizeof page };
	struct digest_mark before;
	struct digest_mark after;

	memset(page, 'x', sizeof page);
	before = digest_quick(bytes);
	assert_int_equal(strlen(before.at), 32);
	assert_int_equal(strspn(before.at, "0123456789abcdef"), 32);
	for (size_t i = 0; i < sizeof page; i += 997) {
		page[i] = 'y';
		after = digest_quick(bytes);
		assert_string_not_equal(before.at, after.at);
		page[i] = 'x';
	}
	after = digest_quick(bytes);
	assert_string_equal(before.at, after.at);
	after = digest_quick(STR_NONE);
	assert_string_equal(after.at, digest_quick(STR("")).at);
}

/* RFC 4231, test case 2. */
static void
hmac_gives_the_known_answer(void **state)
{
	struct digest digest;

	FINE(digest_hmac(STR("Jefe"), STR("what do ya want for nothing?"), &digest));
	assert_string_equal(
		digest.at, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	FINE(digest_hmac(STR(""), STR(""), &digest));
	assert_string_equal(
		digest.at, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void
only_64_small_hexadecimal_digits_are_a_digest(void **state)
{
	static const char good[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct digest digest;
	char bad[sizeof good];

	assert_true(digest_of_text(STR(good), &digest));
	assert_string_equal(digest.at, good);
	assert_false(digest_of_text(str_from(STR(good), 1), &digest));
	assert_false(digest_of_text(STR_NONE, &digest));
	/* Capitals would give a file two names, slashes and dots a path elsewhere. */
	for (const char *wrong = "AFg/.\n"; *wrong; wrong++) {
		memcpy(bad, good, sizeof bad);
		bad[7] = *wrong;
		assert_false(digest_of_text(str_of(bad), &digest));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_gives_the_known_answer),
		cmocka_unit_test(hmac_gives_the_known_answer),
		cmocka_unit_test(sm3_gives_the_known_answer),
		cmocka_unit_test(short_number_depends_on_the_secret),
		cmocka_unit_test(only_64_small_hexadecimal_digits_are_a_digest),
		cmocka_unit_test(tag_is_siphash_of_128_bits),
		cmocka_unit_test(quick_mark_tells_texts_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
