using System.Runtime.InteropServices;
using Multiplex.Platform.Holding;

namespace Multiplex.Platform.Interop;

/// <summary>Terminals and signals.</summary>
internal static unsafe partial class Shims
{
    [LibraryImport(Library, EntryPoint = "mux_terminal_get")]
    internal static partial int TerminalGet(int descriptor, TerminalAttributes* attributes);

    [LibraryImport(Library, EntryPoint = "mux_terminal_set")]
    internal static partial int TerminalSet(int descriptor, TerminalAttributes* attributes, int flush);

    [LibraryImport(Library, EntryPoint = "mux_terminal_make_raw")]
    internal static partial void TerminalMakeRaw(TerminalAttributes* attributes);

    [LibraryImport(Library, EntryPoint = "mux_terminal_hide_typing")]
    internal static partial void TerminalHideTyping(TerminalAttributes* attributes);

    [LibraryImport(Library, EntryPoint = "mux_terminal_set_flow_control")]
    internal static partial void TerminalSetFlowControl(TerminalAttributes* attributes, int on);

    [LibraryImport(Library, EntryPoint = "mux_terminal_describe")]
    internal static partial void TerminalDescribe(TerminalAttributes* attributes, TerminalModes* modes);

    [LibraryImport(Library, EntryPoint = "mux_terminal_size")]
    internal static partial int TerminalSize(int descriptor, WindowSize* size);

    [LibraryImport(Library, EntryPoint = "mux_terminal_resize")]
    internal static partial int TerminalResize(int descriptor, WindowSize* size);

    [LibraryImport(Library, EntryPoint = "mux_terminal_is")]
    internal static partial int TerminalIs(int descriptor);

    [LibraryImport(Library, EntryPoint = "mux_terminal_name")]
    internal static partial int TerminalName(int descriptor, byte* buffer, uint capacity);

    [LibraryImport(Library, EntryPoint = "mux_terminal_foreground")]
    internal static partial int TerminalForeground(int descriptor, int* group);

    [LibraryImport(Library, EntryPoint = "mux_terminal_break")]
    internal static partial int TerminalBreak(int descriptor, int on);

    [LibraryImport(Library, EntryPoint = "mux_terminal_signals")]
    internal static partial int TerminalSignals(int descriptor, LineSignals* signals);

    [LibraryImport(Library, EntryPoint = "mux_terminal_reopen")]
    internal static partial int TerminalReopen(int descriptor, int* opened);

    [LibraryImport(Library, EntryPoint = "mux_pty_open")]
    internal static partial int PtyOpen(WindowSize* size, int* master, int* slave);

    [LibraryImport(Library, EntryPoint = "mux_signals_open")]
    internal static partial int SignalsOpen(int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_signals_close")]
    internal static partial int SignalsClose();

    [LibraryImport(Library, EntryPoint = "mux_signal_watch")]
    internal static partial int SignalWatch(int number);

    [LibraryImport(Library, EntryPoint = "mux_signal_ignore")]
    internal static partial int SignalIgnore(int number);

    [LibraryImport(Library, EntryPoint = "mux_signal_default")]
    internal static partial int SignalDefault(int number);

    [LibraryImport(Library, EntryPoint = "mux_signal_stop")]
    internal static partial int SignalStop();

    [LibraryImport(Library, EntryPoint = "mux_signal_number")]
    internal static partial int SignalNumber(int which);
}
