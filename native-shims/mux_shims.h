/*
 * What the managed side needs from the operating system and cannot mirror safely: every struct of the system stays on this side, only
 * fixed-width types cross. A function returns 0 (or what its comment says) on success and -errno on failure; none keeps a pointer.
 */
#ifndef MUX_SHIMS_H
#define MUX_SHIMS_H

#include "mux_holder_protocol.h"

#define MUX_EXPORT __attribute__((visibility("default")))

/* layout.c: entry number index of the contract's offsets; -1 when there is none. */
MUX_EXPORT int32_t mux_layout_entry(uint32_t index, const char **name, uint64_t *value);

/* memory.c. mux_memory_map_ring maps the page in front and the ring twice in a row, so that any run of ring bytes is contiguous:
 * MUX_PAGE_SIZE + 2 * ring_size bytes in all. mux_memory_seal forbids shrinking and growing; punching stays possible. */
MUX_EXPORT int32_t mux_memory_create(const char *name, int64_t size, int32_t *fd);
MUX_EXPORT int32_t mux_memory_seal(int32_t fd);
MUX_EXPORT int32_t mux_memory_resize(int32_t fd, int64_t size);
MUX_EXPORT int32_t mux_memory_size(int32_t fd, int64_t *size);
MUX_EXPORT int32_t mux_memory_punch(int32_t fd, int64_t offset, int64_t length);
MUX_EXPORT int32_t mux_memory_map(int32_t fd, int64_t offset, uint64_t length, int32_t writable, void **address);
MUX_EXPORT int32_t mux_memory_map_ring(int32_t fd, uint32_t ring_size, int32_t writable, void **address);
MUX_EXPORT int32_t mux_memory_unmap(void *address, uint64_t length);

/* fd.c: close never gives EINTR back: the descriptor is gone either way. */
MUX_EXPORT int32_t mux_fd_close(int32_t fd);
MUX_EXPORT int32_t mux_eventfd_create(int32_t *fd);
MUX_EXPORT int32_t mux_eventfd_signal(int32_t fd);
MUX_EXPORT int32_t mux_eventfd_clear(int32_t fd);

#endif
