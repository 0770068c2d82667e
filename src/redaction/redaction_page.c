/*
 * One page of a PDF, or a picture, drawn anew for people who choose what goes. It shows the very
 * part of the page that redaction_burn.c draws, so a share of this image is a share of that page.
 */
#include "redaction/redaction_inside.h"

#include <stdio.h>

/* Pages are looked at one by one; each may take its time. */
static const struct cage_limits limits = { (size_t)224 << 20, 5, (size_t)16 << 20 };

static struct fault *
draw_sheet(struct str bytes, int page, struct buf *image)
{
	char number[16];
	const char *const argv[] = { "pdftoppm", "-cropbox", "-jpeg", "-scale-to", "1400", "-f",
		number, "-l", number, "-", NULL };
	struct fault *fault;

	snprintf(number, sizeof number, "%d", page);
	fault = cage_program(argv, bytes, &limits, image);
	if (!fault && str_starts(buf_str(image), STR("\xFF\xD8\xFF")))
		return NULL;
	if (fault && strcmp(fault->code, "cage_program") != 0)
		return fault;
	return fault_new(FAULT_INPUT, "redaction_draw",
		"第 %d 页无法画成图片。请用打印功能另存为新的 PDF 后再试。",
		"Page %d could not be drawn. Print the file to a new PDF and try again.", page);
}

struct fault *
redaction_draw_page(
	struct str name, struct str bytes, int page, struct buf *image, const char **ret_type)
{
	enum redaction_type type = redaction_type_of(name, bytes);

	TRY(redaction_check_bytes(bytes));
	if (page < 1 || page > REDACTION_MOST_PAGES)
		return fault_absent("page", page);
	if (type == REDACTION_PDF)
		TRY(draw_sheet(bytes, page, image));
	else if (page > 1)
		return fault_absent("page", page);
	else if (type == REDACTION_JPEG || type == REDACTION_PNG)
		TRY(redaction_picture_anew(bytes, type, image));
	else
		return redaction_not_for(type);
	*ret_type = type == REDACTION_PNG ? "image/png" : "image/jpeg";
	return buf_check(image);
}
