using System.Runtime.InteropServices;

namespace Multiplex.Platform.Interop;

/// <summary>A table of strings for C with a null pointer behind: argv or envp.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;

    internal NativeStrings(IReadOnlyList<string> strings)
    {
        _count = strings.Count;
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < _count; i++)
        {
            byte[] bytes = NativeText.Terminate(strings[i]);
            Pointers[i] = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
            bytes.CopyTo(new Span<byte>(Pointers[i], bytes.Length));
        }
    }

    /// <summary>The table, valid until <see cref="Dispose"/>.</summary>
    internal byte** Pointers { get; private set; }

    public void Dispose()
    {
        if (Pointers != null)
        {
            for (int i = 0; i < _count; i++)
            {
                NativeMemory.Free(Pointers[i]);
            }

            NativeMemory.Free(Pointers);
            Pointers = null;
        }
    }
}
