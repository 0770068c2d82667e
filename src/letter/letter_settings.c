/*
 * The settings of letters, and what an agency's letters share: who reviews, the mark of its
 * numbers, where its office is. Reading and storing settings is setting/'s business.
 */
#include "letter/letter_work_inside.h"

#include <stdio.h>

#define OWN_ONLY "下级机关不沿用。"
#define OWN_ONLY_EN "Agencies below do not inherit it."
#define BY_AGENCY .scope = SETTING_BY_AGENCY

static const struct setting word = { .key = "letter.word",
	.kind = SETTING_TEXT,
	BY_AGENCY,
	.most = 20,
	.zh = "机关代字",
	.en = "Mark of the agency in document numbers",
	.help_zh = "发文字号里的机关代字，如“平”。不填时用机关全称。" OWN_ONLY,
	.help_en = "Stands in document numbers; the full name when empty. " OWN_ONLY_EN,
	.basis = "GB/T 9704—2012 第7.2.5条" };
static const struct setting pattern = { .key = "letter.pattern",
	.kind = SETTING_TEXT,
	BY_AGENCY,
	.text = "{word}信公开〔{year}〕{n}号-{series}",
	.least = 1,
	.most = 60,
	.zh = "发文字号格式",
	.en = "Pattern of document numbers",
	.help_zh = "要有 {year}（年）和 {n}（序号），可以有 {word}（机关代字）和 "
		   "{series}（文书类别）；没有 "
		   "{series} 时各类文书合编一个序号。",
	.help_en =
		"Holds {year} and {n}, may hold {word} and {series}; without {series} all letters "
		"share one count.",
	.basis = "【未核】实务常见写法",
	.check = letter_check_pattern };
static const struct setting review_body = { .key = "letter.review_body",
	.kind = SETTING_TEXT,
	BY_AGENCY,
	.most = 100,
	.zh = "行政复议机关",
	.en = "Who reviews this agency",
	.help_zh = "不填时按机关树和复议管辖规则推导。" OWN_ONLY,
	.help_en = "Derived from the tree of agencies when empty. " OWN_ONLY_EN,
	.basis = "复议法第24条至第28条" };
static const struct setting review_address = { .key = "letter.review_address",
	.kind = SETTING_TEXT,
	BY_AGENCY,
	.most = 200,
	.zh = "行政复议机关地址",
	.en = "Address of who reviews",
	.help_zh = "写进救济途径。" OWN_ONLY,
	.help_en = "Stands in the paragraph on remedies. " OWN_ONLY_EN };
static const struct setting review_online = { .key = "letter.review_online",
	.kind = SETTING_TEXT,
	BY_AGENCY,
	.most = 200,
	.zh = "网上提交行政复议申请的渠道",
	.en = "Where to apply for reconsideration online",
	.help_zh = "通过互联网渠道送达的文书应当写明。",
	.help_en = "Letters delivered online must name it.",
	.basis = "复议法第22条第2款" };
static const struct setting court = { .key = "letter.court",
	.kind = SETTING_TEXT,
	BY_AGENCY,
	.most = 100,
	.zh = "管辖法院",
	.en = "Court",
	.help_zh = "写进救济途径；不填时写“有管辖权的人民法院”。" OWN_ONLY,
	.help_en = "Stands in the paragraph on remedies. " OWN_ONLY_EN,
	.basis = "行诉法第14条至第18条" };
static const struct setting postcode = { .key = "letter.postcode",
	.kind = SETTING_TEXT,
	BY_AGENCY,
	.most = 6,
	.zh = "办公地址邮政编码",
	.en = "Postcode of the office",
	.help_zh = "印在信封上。",
	.help_en = "Printed on envelopes." };
static const struct setting seal_room = { .key = "letter.seal_room",
	.kind = SETTING_FLAG,
	BY_AGENCY,
	.number = 0,
	.zh = "文书留盖章位置",
	.en = "Room for a seal",
	.help_zh = "打开后署名和成文日期按加盖印章的规则编排，上方空三行；关闭时按不加盖印章的规则"
		   "编排。",
	.help_en = "On: signature and date stand as for a sealed letter, three lines lower.",
	.basis = "GB/T 9704—2012 第7.3.5条" };
static const struct setting online_on_receipt = { .key = "letter.online_on_receipt",
	.kind = SETTING_FLAG,
	BY_AGENCY,
	.number = 0,
	.zh = "网上送达以申请人确认收到之日为准",
	.en = "Online delivery counts from receipt",
	.help_zh = "关闭时以系统发出之日为答复之日。打开后，网上发出的答复等申请人确认收到（或者受"
		   "理人员登"
		   "记收到）之日才停止计算期限，其间期限继续计算。",
	.help_en = "Off: it counts from the day it was sent. On: the clock runs on until the "
		   "applicant confirms the receipt, or an officer enters it.",
	.basis = "【未核】国办公开办函〔2016〕235 号未列互联网渠道" };

const struct setting *const letter_settings[] = { &word, &pattern, &review_body, &review_address,
	&review_online, &court, &postcode, &seal_room, &online_on_receipt, NULL };

bool
letter_setting_is_own(const struct setting *setting)
{
	return setting == &word || setting == &review_body || setting == &review_address ||
	       setting == &court;
}

/* --- who reviews --- */

static bool
is_government(const struct agency *agency)
{
	/* 乡 and 镇 are governments, 街道办事处 are offices of one. */
	return agency->kind == AGENCY_GOVERNMENT ||
	       (agency->kind == AGENCY_STREET &&
		       letter_position_guess(agency->name, LETTER_AT_GOVERNMENT) ==
			       LETTER_AT_GOVERNMENT);
}

/* `list` from the top down; the last one is the agency itself. */
static struct letter_standing
find_standing(const struct agency_list *list)
{
	const struct agency *own = &list->agencies[list->count - 1];
	struct letter_standing standing = { .name = own->name };
	enum letter_position usual = LETTER_AT_DEPARTMENT;

	if (is_government(own))
		usual = own->level == AGENCY_PROVINCE ? LETTER_AT_PROVINCE : LETTER_AT_GOVERNMENT;
	standing.position = letter_position_guess(own->name, usual);
	for (size_t i = list->count - 1; i-- > 0;) {
		const struct agency *agency = &list->agencies[i];

		if (!is_government(agency)) {
			if (!standing.superior.len)
				standing.superior = agency->name;
			continue;
		}
		standing.government = agency->name;
		standing.above = agency->name;
		break;
	}
	return standing;
}

/* Settings that those below must not inherit are looked for at the agency and the installation. */
static struct fault *
own_text(struct db *db, struct arena *arena, int64_t id, const struct setting *setting,
	struct str *ret_text)
{
	char path[32];

	snprintf(path, sizeof path, "/%lld/", (long long)id);
	return setting_text(db, arena, str_of(path), setting, ret_text);
}

static struct fault *
load_review(struct db *db, struct arena *arena, struct letter_house *house)
{
	struct letter_standing standing;
	struct agency_list list;
	struct str body;
	int64_t id = house->agency.id;

	TRY(agency_find_above(db, arena, id, &list));
	standing = find_standing(&list);
	house->review = letter_review_body(&standing);
	TRY(own_text(db, arena, id, &review_body, &body));
	if (body.len) {
		bool is_own = str_equal(body, house->agency.name);

		house->review = (struct letter_review){ .body = body,
			.is_own = is_own,
			.may_go_up = house->review.may_go_up && is_own,
			.law = house->review.law };
	}
	TRY(own_text(db, arena, id, &review_address, &house->review_address));
	TRY(own_text(db, arena, id, &court, &house->court));
	return setting_text(db, arena, house->agency.path, &review_online, &house->review_online);
}

struct fault *
letter_load_house(
	struct db *db, struct arena *arena, int64_t agency_id, struct letter_house *ret_house)
{
	struct letter_house house = { .address = STR_NONE };
	union agency_office office;
	struct str path;
	int64_t flag;

	TRY(agency_load(db, arena, agency_id, &house.agency));
	TRY(agency_load_office(db, arena, agency_id, &office));
	house.office = office.office;
	house.address = office.address;
	house.phone = office.phone;
	path = house.agency.path;
	TRY(own_text(db, arena, agency_id, &word, &house.word));
	if (!house.word.len)
		house.word = house.agency.name;
	TRY(setting_text(db, arena, path, &pattern, &house.pattern));
	TRY(setting_text(db, arena, path, &postcode, &house.postcode));
	TRY(setting_int(db, path, &seal_room, &flag));
	house.has_seal_room = flag != 0;
	TRY(setting_int(db, path, &online_on_receipt, &flag));
	house.is_online_on_receipt = flag != 0;
	TRY(load_review(db, arena, &house));
	*ret_house = house;
	return NULL;
}
