/*
 * Scope-bound closing of what is not memory: rows, files, archives, handles.
 * Not for arenas' contents: what lives in an arena ends with the arena.
 */
#ifndef BASE_CLOSING_H
#define BASE_CLOSING_H

/* CLOSING(thing_close) struct thing *thing = NULL; -- thing_close(&thing) runs when the scope ends.
 */
#define CLOSING(function) __attribute__((cleanup(function)))

/* A function whose answer must be looked at. Every function that returns a fault carries it. */
#define MUST __attribute__((warn_unused_result))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
