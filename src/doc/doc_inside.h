/*
 * What the readers of archives share. Since other rooms look into Office files too, all of it is in
 * doc/doc_office.h; this name stays for the room's own files.
 */
#ifndef DOC_DOC_INSIDE_H
#define DOC_DOC_INSIDE_H

#include "doc/doc_office.h"

#endif
