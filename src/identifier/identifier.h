/*
 * Identifiers of people in Chinese text: 居民身份证号 and what shares its shape, 银行卡号, 手机号,
 * 固定电话, 护照, 通行证, 车牌, 住址. Pure recognisers: text in, ranges out. Whether a hit must be
 * covered is for people to decide; an agency's own telephone, address and credit code are public by
 * law (条例 art. 20) and 统一社会信用代码 are agency/'s.
 */
#ifndef IDENTIFIER_IDENTIFIER_H
#define IDENTIFIER_IDENTIFIER_H

#include "base/arena.h"
#include "base/day.h"

enum identifier_kind {
	IDENTIFIER_ID_CARD,   /* GB 11643, also the residence permits 81, 82, 83 */
	IDENTIFIER_OLD_CARD,  /* 15 digits, before 1999 */
	IDENTIFIER_RESIDENCE, /* 外国人永久居留身份证, beginning with 9 */
	IDENTIFIER_BANK_CARD,
	IDENTIFIER_MOBILE,
	IDENTIFIER_TELEPHONE,
	IDENTIFIER_PASSPORT,
	IDENTIFIER_PERMIT, /* 港澳居民来往内地通行证 */
	IDENTIFIER_PLATE,  /* 车牌 */
	IDENTIFIER_ADDRESS,
	IDENTIFIER_KINDS,
};

/* A range of the text, in bytes. Invariant: hits rise and do not overlap. */
struct identifier_hit {
	enum identifier_kind kind;
	size_t offset;
	size_t len;
	bool is_checked; /* a check digit fits; without one it only looks like it */
};

/* Most hits of one text; what follows is left out. */
enum { IDENTIFIER_MOST = 20000 };

/* All identifiers in the text, full-width digits among them. `today` refuses births that are still
 * to come. LIMIT when the arena ends. */
MUST struct fault *identifier_find(struct str text, struct day today, struct arena *arena,
	struct identifier_hit **ret_hits, size_t *ret_count);

/* "身份证号", "ID card number" */
const char *identifier_kind_zh(enum identifier_kind kind);
const char *identifier_kind_en(enum identifier_kind kind);

/* 18 characters of digits with a last one that may be X: its check, its birthday, its province.
 * Standard: GB 11643-1999. */
bool identifier_is_id_card(struct str digits, struct day today);
/* New card of permanent residence: 9, the place of application, the nation, birthday, check. */
bool identifier_is_residence(struct str digits, struct day today);
/* 15 digits with a real birthday and province. */
bool identifier_is_old_card(struct str digits);
/* Standard: ISO/IEC 7812, 13 to 19 digits. */
bool identifier_is_luhn(struct str digits);

#endif
