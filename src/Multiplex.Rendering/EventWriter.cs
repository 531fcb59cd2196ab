using System.Buffers;
using System.Buffers.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// What reaches the user's terminal besides frames: bells, clipboard, notifications, progress. A terminal that cannot do it gets
/// nothing.
/// </summary>
/// <param name="profile">What the terminal can do.</param>
/// <param name="found">What the terminal had before; asked for when the palette changes.</param>
public sealed class EventWriter(TerminalProfile profile, FoundState found)
{
    private readonly SortedSet<int> _changed = [];
    private bool _hasProgress;

    /// <summary>Longest text of a notification, in UTF-16 units.</summary>
    private const int LongestText = 1024;

    /// <summary>Largest clipboard that is set, in bytes: xterm takes no more than a million characters of base64.</summary>
    private const int LargestClipboard = 700_000;

    private readonly OutputBytes _output = new();

    /// <summary>What the terminal can do.</summary>
    public TerminalProfile Profile { get; set; } = profile;

    /// <summary>Takes back what would stay: colours of the palette, progress.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void Leave(IBufferWriter<byte> output)
    {
        ResetPalette(-1, output);

        if (_hasProgress)
        {
            Progress(0, 0, output);
        }
    }

    /// <summary>Rings the bell.</summary>
    /// <param name="output">Where the bytes go.</param>
    public static void Bell(IBufferWriter<byte> output) => output.Write("\a"u8);

    /// <summary>Flashes the screen: reverse video on. The caller writes <see cref="EndFlash"/> some 100 ms later.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void BeginFlash(IBufferWriter<byte> output) => Flash(output, "\e[?5h"u8);

    /// <summary>Ends the flash.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void EndFlash(IBufferWriter<byte> output) => Flash(output, "\e[?5l"u8);

    /// <summary>OSC 52: sets selections.</summary>
    /// <param name="selections">Letters of OSC 52; empty for "c".</param>
    /// <param name="data">The bytes to put there.</param>
    /// <param name="output">Where the bytes go.</param>
    public void SetClipboard(string selections, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(selections);
        if (!Profile.Can(TerminalAbilities.Clipboard) || data.Length > LargestClipboard)
        {
            return;
        }

        _output.Clear();
        _output.Add("\e]52;"u8);
        AddSelections(selections);
        byte[] encoded = new byte[Base64.GetMaxEncodedToUtf8Length(data.Length)];
        Base64.EncodeToUtf8(data, encoded, out _, out int written);
        _output.Add(encoded.AsSpan(0, written));
        _output.Add("\e\\"u8);
        output.Write(_output.Written);
    }

    /// <summary>OSC 52 query; the terminal's answer comes with the keys.</summary>
    /// <param name="selections">Letters of OSC 52; empty for "c".</param>
    /// <param name="output">Where the bytes go.</param>
    public void QueryClipboard(string selections, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(selections);
        if (Profile.Can(TerminalAbilities.Clipboard))
        {
            _output.Clear();
            _output.Add("\e]52;"u8);
            AddSelections(selections);
            _output.Add("?\e\\"u8);
            output.Write(_output.Written);
        }
    }

    /// <summary>OSC 777 with a title, OSC 9 without: a notification of the desktop.</summary>
    /// <param name="title">The title, may be empty.</param>
    /// <param name="text">The text.</param>
    /// <param name="output">Where the bytes go.</param>
    public void Notify(string title, string text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(title);
        if (!Profile.Can(TerminalAbilities.OperatingSystemCommands))
        {
            return;
        }

        _output.Clear();
        if (title.Length == 0)
        {
            _output.Add("\e]9;"u8);
        }
        else
        {
            _output.Add("\e]777;notify;"u8);
            _output.AddPrintable(title.Replace(';', ','), LongestText);
            _output.Add((byte)';');
        }

        _output.AddPrintable(text, LongestText);
        _output.Add("\e\\"u8);
        output.Write(_output.Written);
    }

    /// <summary>OSC 9;4: progress on the terminal's tab or task bar.</summary>
    /// <param name="state">0 none, 1 normal, 2 error, 3 indeterminate, 4 paused.</param>
    /// <param name="percent">0..100.</param>
    /// <param name="output">Where the bytes go.</param>
    public void Progress(int state, int percent, IBufferWriter<byte> output)
    {
        if (!Profile.Can(TerminalAbilities.OperatingSystemCommands))
        {
            return;
        }

        _hasProgress = state != 0;
        _output.Clear();
        _output.Add("\e]9;4;"u8);
        _output.AddNumber(Math.Clamp(state, 0, 4));
        _output.Add((byte)';');
        _output.AddNumber(Math.Clamp(percent, 0, 100));
        _output.Add("\e\\"u8);
        output.Write(_output.Written);
    }

    /// <summary>OSC 4: sets a colour of the palette.</summary>
    /// <param name="index">0..255.</param>
    /// <param name="rgb">0xRRGGBB.</param>
    /// <param name="output">Where the bytes go.</param>
    public void SetPalette(int index, int rgb, IBufferWriter<byte> output)
    {
        if (!Profile.Can(TerminalAbilities.DynamicColors))
        {
            return;
        }

        index &= 255;
        _output.Clear();
        if (_changed.Add(index))
        {
            found.AskColor(index, Profile, _output);
        }

        FoundState.AddColor(_output, index, Color.FromRgb((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb));
        output.Write(_output.Written);
    }

    /// <summary>Gives a colour that was changed, or all, back to the terminal (OSC 104), or to the user, who had set it before.</summary>
    /// <param name="index">0..255, or -1 for all.</param>
    /// <param name="output">Where the bytes go.</param>
    public void ResetPalette(int index, IBufferWriter<byte> output)
    {
        if (!Profile.Can(TerminalAbilities.DynamicColors))
        {
            return;
        }

        _output.Clear();
        if (index >= 0 && _changed.Remove(index & 255))
        {
            found.AddRestored(_output, index & 255);
        }
        else if (index < 0)
        {
            // One by one: the user may have set others.
            foreach (int changed in _changed)
            {
                found.AddRestored(_output, changed);
            }

            _changed.Clear();
        }

        output.Write(_output.Written);
    }

    /// <summary>OSC 7: the directory of the focused window.</summary>
    /// <param name="url">A file URL.</param>
    /// <param name="output">Where the bytes go.</param>
    public void WorkingDirectory(string url, IBufferWriter<byte> output)
    {
        if (Profile.Can(TerminalAbilities.OperatingSystemCommands))
        {
            _output.Clear();
            _output.Add("\e]7;"u8);
            _output.AddPrintable(url, LongestText);
            _output.Add("\e\\"u8);
            output.Write(_output.Written);
        }
    }

    /// <summary>XTWINOPS 8: asks for another size of the terminal.</summary>
    /// <param name="columns">Columns.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="output">Where the bytes go.</param>
    public void Resize(int columns, int rows, IBufferWriter<byte> output)
    {
        if (Profile.Can(TerminalAbilities.TitleStack))
        {
            _output.Clear();
            _output.Add("\e[8;"u8);
            _output.AddNumber(Math.Clamp(rows, 1, 10_000));
            _output.Add((byte)';');
            _output.AddNumber(Math.Clamp(columns, 1, 10_000));
            _output.Add((byte)'t');
            output.Write(_output.Written);
        }
    }

    private void Flash(IBufferWriter<byte> output, ReadOnlySpan<byte> mode)
    {
        if (Profile.Can(TerminalAbilities.PrivateModes))
        {
            output.Write(mode);
        }
    }

    private void AddSelections(string selections)
    {
        int start = _output.Length;
        foreach (char c in selections)
        {
            if (c is 'c' or 'p' or 'q' or 's' or (>= '0' and <= '7'))
            {
                _output.Add((byte)c);
            }
        }

        if (_output.Length == start)
        {
            _output.Add((byte)'c');
        }

        _output.Add((byte)';');
    }
}
