/* Words of a sheet, of the shared words and of the styles of an xlsx, or a whole archive. */
#include "fuzz_archive.h"

#define RELATION(id, kind)                                                                         \
	"<Relationship Id=\"" id "\" Type=\"/" kind "\" Target=\"" kind ".xml\"/>"

static const char book[] = "<workbook><sheets><sheet name=\"a\" id=\"r1\"/></sheets></workbook>";
static const char relations[] = "<Relationships>" RELATION("r1", "worksheet")
	RELATION("r2", "sharedStrings") RELATION("r3", "styles") "</Relationships>";

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const names[] = { "xl/worksheet.xml", "xl/sharedStrings.xml",
		"xl/styles.xml" };
	const struct fuzz_part fixed[] = {
		{ "xl/workbook.xml", STR(book) },
		{ "xl/_rels/workbook.xml.rels", STR(relations) },
	};

	return fuzz_read_archive(
		doc_read_xlsx, bytes, len, fixed, COUNT_OF(fixed), names, COUNT_OF(names));
}
