#ifndef MUX_TEST_PROGRAMS_H
#define MUX_TEST_PROGRAMS_H

#include <stdint.h>

/* Runs a program of the windows when the arguments name one, and gives -1 otherwise. */
int run_program(int argc, char **argv);

/* What --generate prints: 16 bytes, and a NUL behind them. */
void number_block(uint64_t block, char *out);

/* What --check-input expects at a place. */
static inline uint8_t input_byte(uint64_t at) { return (uint8_t)(at * 2654435761u >> 13); }

#endif
