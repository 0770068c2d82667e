/*
 * Whether a file may be handed in: its size, its kind, its name, and what hides in it.
 * What kind it is, redaction_type.c tells; where uploads are taken is not known here.
 */
#include "redaction/redaction_inside.h"

#include <stdio.h>

enum { USUAL_MEGABYTES = 20 };

static const unsigned usual_types =
	1U << REDACTION_TEXT | 1U << REDACTION_MARKDOWN | 1U << REDACTION_CSV |
	1U << REDACTION_DOCX | 1U << REDACTION_XLSX | 1U << REDACTION_PDF | 1U << REDACTION_JPEG |
	1U << REDACTION_PNG | 1U << REDACTION_OLD | 1U << REDACTION_OFD | 1U << REDACTION_RTF |
	1U << REDACTION_PPTX | 1U << REDACTION_WORD;

static struct fault *
refuse(struct redaction_verdict *verdict, struct arena *arena, const char *zh, const char *en)
{
	verdict->is_refused = true;
	TRY(str_copy(arena, str_of(zh), &verdict->zh));
	return str_copy(arena, str_of(en), &verdict->en);
}

static struct fault *
check_type(struct redaction_verdict *verdict, unsigned allowed, struct arena *arena)
{
	char zh[300];
	char en[300];

	if (allowed & 1U << verdict->type) {
		if (!verdict->is_misnamed)
			return NULL;
		snprintf(zh, sizeof zh,
			"文件名的后缀与内容不符：内容是%"
			"s。请核对是否选错文件，或改正后缀后再上传。",
			redaction_type_zh(verdict->type));
		snprintf(en, sizeof en,
			"The name does not fit the content, which is: %s. Check the file or mend "
			"its "
			"name, then upload it again.",
			redaction_type_en(verdict->type));
		return refuse(verdict, arena, zh, en);
	}
	if (verdict->type == REDACTION_ARCHIVE)
		return refuse(verdict, arena, "不接受压缩包。请解压后逐个上传其中的文件。",
			"Archives are not taken. Unpack it and upload its files one by one.");
	snprintf(zh, sizeof zh,
		"不接受这类文件（%s）。请改用 Word、Excel、PDF、OFD、JPEG、PNG 或文本文件。",
		redaction_type_zh(verdict->type));
	snprintf(en, sizeof en,
		"Files of this kind (%s) are not taken. Use Word, Excel, PDF, OFD, JPEG, PNG or "
		"text files.",
		redaction_type_en(verdict->type));
	return refuse(verdict, arena, zh, en);
}

static struct fault *
check_size(struct redaction_verdict *verdict, size_t len, size_t most, struct arena *arena)
{
	char zh[200];
	char en[200];

	if (len == 0)
		return refuse(verdict, arena, "文件是空的，没有任何内容。请检查文件后重新选择。",
			"The file is empty. Check it and choose again.");
	if (len <= most)
		return NULL;
	snprintf(zh, sizeof zh, "文件超过 %zu MB。请压缩其中的图片，或拆成几个文件。", most >> 20);
	snprintf(en, sizeof en, "The file is larger than %zu MB. Shrink its pictures or split it.",
		most >> 20);
	return refuse(verdict, arena, zh, en);
}

/* What hides in it is told to the officer; only macros and what cannot be opened turn it away. */
static struct fault *
check_inside(struct str name, struct str bytes, const struct redaction_upload_limits *limits,
	struct arena *arena, struct redaction_verdict *verdict)
{
	struct fault *fault = redaction_inspect(name, bytes, arena, &verdict->findings);

	if (fault && fault->kind == FAULT_OUTSIDE)
		return fault;
	if (fault)
		return refuse(verdict, arena, fault->zh, fault->en);
	for (size_t i = 0; i < verdict->findings.count && !limits->lets_macros; i++)
		if (strcmp(verdict->findings.all[i].kind, "macro") == 0)
			return refuse(verdict, arena,
				"文件含有宏（程序），不能接受。请另存为不含宏的格式（docx、xlsx 或 "
				"PDF）后再上传。",
				"The file holds macros and is not taken. Save it without macros "
				"(docx, "
				"xlsx or PDF) and upload it again.");
	return NULL;
}

struct fault *
redaction_check_upload(struct str name, struct str bytes,
	const struct redaction_upload_limits *limits, struct arena *arena,
	struct redaction_verdict *ret_verdict)
{
	size_t most = limits->bytes ? limits->bytes : (size_t)USUAL_MEGABYTES << 20;
	struct redaction_verdict verdict = { .zh = STR(""), .en = STR("") };

	TRY(check_size(&verdict, bytes.len, most, arena));
	if (!verdict.is_refused) {
		verdict.type = redaction_type_of(name, bytes);
		verdict.is_misnamed = !redaction_type_fits(name, verdict.type);
		TRY(check_type(&verdict, limits->types ? limits->types : usual_types, arena));
	}
	if (!verdict.is_refused)
		TRY(check_inside(name, bytes, limits, arena, &verdict));
	*ret_verdict = verdict;
	return NULL;
}
