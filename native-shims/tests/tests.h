/* What holder_test runs, each in a process of its own. */
#ifndef MUX_TEST_TESTS_H
#define MUX_TEST_TESTS_H

void spawn_is_clean(void);
void spawn_failures_are_told(void);
void last_words_are_complete(void);
void nothing_is_lost_when_daemons_die(void);
void a_socket_that_is_back_takes_connections(void);
void nonsense_costs_only_its_connection(void);
void nonsense_in_shared_memory_harms_nobody_else(void);
void a_killed_holder_is_replaced(void);
void a_thousand_windows_are_served(void);
void want_of_descriptors_is_told_and_passes(void);
void another_user_is_refused(void);
void the_ring_is_as_fast_as_the_pty(void);
void interrupt_is_quick_under_a_flood(void);

#endif
