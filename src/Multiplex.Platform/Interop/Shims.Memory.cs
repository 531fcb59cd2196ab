using System.Runtime.InteropServices;

namespace Multiplex.Platform.Interop;

/// <summary>native-shims/mux_shims.h: every function returns 0 or -errno; the header says what each one does.</summary>
internal static unsafe partial class Shims
{
    private const string Library = "mux_shims";

    [LibraryImport(Library, EntryPoint = "mux_layout_entry")]
    internal static partial int LayoutEntry(uint index, byte** name, ulong* value);

    [LibraryImport(Library, EntryPoint = "mux_memory_create")]
    internal static partial int MemoryCreate(byte* name, long size, int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_memory_seal")]
    internal static partial int MemorySeal(int descriptor);

    [LibraryImport(Library, EntryPoint = "mux_memory_resize")]
    internal static partial int MemoryResize(int descriptor, long size);

    [LibraryImport(Library, EntryPoint = "mux_memory_size")]
    internal static partial int MemorySize(int descriptor, long* size);

    [LibraryImport(Library, EntryPoint = "mux_memory_punch")]
    internal static partial int MemoryPunch(int descriptor, long offset, long length);

    [LibraryImport(Library, EntryPoint = "mux_memory_map")]
    internal static partial int MemoryMap(int descriptor, long offset, ulong length, int writable, byte** address);

    [LibraryImport(Library, EntryPoint = "mux_memory_map_ring")]
    internal static partial int MemoryMapRing(int descriptor, uint ringSize, int writable, byte** address);

    [LibraryImport(Library, EntryPoint = "mux_memory_unmap")]
    internal static partial int MemoryUnmap(byte* address, ulong length);

    [LibraryImport(Library, EntryPoint = "mux_memory_evict")]
    internal static partial int MemoryEvict(byte* address, ulong length);

    [LibraryImport(Library, EntryPoint = "mux_fd_close")]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "mux_eventfd_create")]
    internal static partial int EventFdCreate(int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_eventfd_signal")]
    [SuppressGCTransition]
    internal static partial int EventFdSignal(int descriptor);

    [LibraryImport(Library, EntryPoint = "mux_eventfd_clear")]
    [SuppressGCTransition]
    internal static partial int EventFdClear(int descriptor);
}
