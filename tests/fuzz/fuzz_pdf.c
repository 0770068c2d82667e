/* What pdftotext and pdftocairo might say about a PDF. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	return fuzz_read(doc_read_pdf, bytes, len);
}
