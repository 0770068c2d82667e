/*
 * The template compiler's state and its complaints, which all its files share. What is wrong with a
 * page is found by them, not here.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "template_inside.h"

struct compiler compiler;

void
template_stop(int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d: error: ", compiler.path, line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

void
template_stop_if(const char *problem)
{
	if (problem)
		template_stop(compiler.line, "%s", problem);
}
