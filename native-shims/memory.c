/* Shared memory: memfds, mappings, holes. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mux_shims.h"

int32_t mux_memory_create(const char *name, int64_t size, int32_t *fd)
{
    int made = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (made < 0)
        return -errno;
    if (size > 0 && ftruncate(made, size) < 0) {
        int error = errno;
        close(made);
        return -error;
    }
    *fd = made;
    return 0;
}

int32_t mux_memory_seal(int32_t fd)
{
    return fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0 ? -errno : 0;
}

int32_t mux_memory_resize(int32_t fd, int64_t size)
{
    return ftruncate(fd, size) < 0 ? -errno : 0;
}

int32_t mux_memory_size(int32_t fd, int64_t *size)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return -errno;
    *size = status.st_size;
    return 0;
}

int32_t mux_memory_punch(int32_t fd, int64_t offset, int64_t length)
{
    return fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length) < 0 ? -errno : 0;
}

int32_t mux_memory_map(int32_t fd, int64_t offset, uint64_t length, int32_t writable, void **address)
{
    void *mapped = mmap(NULL, length, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, offset);
    if (mapped == MAP_FAILED)
        return -errno;
    *address = mapped;
    return 0;
}

int32_t mux_memory_map_ring(int32_t fd, uint32_t ring_size, int32_t writable, void **address)
{
    int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
    size_t total = MUX_PAGE_SIZE + 2 * (size_t)ring_size;
    uint8_t *base = mmap(NULL, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        return -errno;
    void *first = mmap(base, MUX_PAGE_SIZE + (size_t)ring_size, protection, MAP_SHARED | MAP_FIXED, fd, 0);
    void *second = MAP_FAILED;
    if (first != MAP_FAILED)
        second = mmap(base + MUX_PAGE_SIZE + ring_size, ring_size, protection, MAP_SHARED | MAP_FIXED, fd, MUX_PAGE_SIZE);
    if (second == MAP_FAILED) {
        int error = errno;
        munmap(base, total);
        return -error;
    }
    *address = base;
    return 0;
}

int32_t mux_memory_unmap(void *address, uint64_t length)
{
    return munmap(address, length) < 0 ? -errno : 0;
}

/* Of shared pages only this process's view goes: the bytes stay in the memfd, and come back when they are touched. */
int32_t mux_memory_evict(void *address, uint64_t length)
{
    return madvise(address, length, MADV_DONTNEED) < 0 ? -errno : 0;
}
