using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;

namespace Multiplex.Terminal;

/// <content>Modes: the set, copies of those that text and cursor read all the time, and what changing one does besides.</content>
internal sealed partial class TerminalCore
{
    /// <summary>The modes that are set. Changed by <see cref="SetModes"/> and <see cref="SetMode"/> only.</summary>
    public ModeSet Modes { get; private set; }

    /// <summary>XTSAVE's copy.</summary>
    public ModeSet SavedModes { get; set; }

    /// <summary>DECAWM.</summary>
    public bool AutoWrap { get; private set; }

    /// <summary>IRM.</summary>
    public bool InsertMode { get; private set; }

    /// <summary>DECOM.</summary>
    public bool OriginMode { get; private set; }

    /// <summary>LNM.</summary>
    public bool NewLineMode { get; private set; }

    /// <summary>What mouse events the program wants.</summary>
    public MouseTracking MouseTracking { get; private set; }

    /// <summary>How it wants them.</summary>
    public MouseEncoding MouseEncoding { get; private set; }

    /// <summary>Replaces the set without side effects.</summary>
    public void SetModes(ModeSet modes)
    {
        Modes = modes;
        AutoWrap = modes[ModeId.AutoWrap];
        InsertMode = modes[ModeId.Insert];
        OriginMode = modes[ModeId.Origin];
        NewLineMode = modes[ModeId.NewLine];
    }

    /// <summary>SM, RM, DECSET, DECRST of one mode, with its side effect.</summary>
    public void SetMode(ModeDefinition mode, bool set)
    {
        if (mode.IsPermanent || mode.Level > Level)
        {
            return;
        }

        SetModes(Modes.With(mode.Id, set));
        mode.Effect?.Invoke(this, set);
    }

    /// <summary>Changes one bit without side effects.</summary>
    public void SetBit(ModeId id, bool set) => SetModes(Modes.With(id, set));

    /// <summary>One tracking mode at a time: setting one ends the others.</summary>
    public void SetMouseTracking(MouseTracking tracking, bool set)
    {
        MouseTracking = set ? tracking : MouseTracking.None;
        Locator.IsEnabled = false;
        SetModes(Modes.With(ModeId.MouseX10, MouseTracking == MouseTracking.X10)
            .With(ModeId.MouseNormal, MouseTracking == MouseTracking.Normal)
            .With(ModeId.MouseButton, MouseTracking == MouseTracking.ButtonEvent)
            .With(ModeId.MouseAny, MouseTracking == MouseTracking.AnyEvent));
    }

    /// <summary>One encoding at a time: setting one ends the others.</summary>
    public void SetMouseEncoding(MouseEncoding encoding, bool set)
    {
        MouseEncoding = set ? encoding : MouseEncoding.X10;
        SetModes(Modes.With(ModeId.MouseUtf8, MouseEncoding == MouseEncoding.Utf8)
            .With(ModeId.MouseSgr, MouseEncoding == MouseEncoding.Sgr)
            .With(ModeId.MouseUrxvt, MouseEncoding == MouseEncoding.Urxvt)
            .With(ModeId.MousePixels, MouseEncoding == MouseEncoding.SgrPixels));
    }

    /// <summary>The whole screen must be drawn anew.</summary>
    public void DamageAll() => Damage.MarkAll();

    /// <summary>Mode 12 chooses between the blinking and the steady form of the cursor's shape.</summary>
    public void SetCursorBlink(bool set)
    {
        int shape = CursorShape == CursorShape.Default ? (int)CursorShape.BlinkingBlock : (int)CursorShape;
        CursorShape = (CursorShape)(set ? shape - (1 - (shape & 1)) : shape + (shape & 1));
    }

    /// <summary>Asks the owner for another size.</summary>
    public void RequestResize(int columns, int rows)
    {
        if (Options.AllowResize)
        {
            Events.ResizeRequested(
                Math.Clamp(columns, 1, Parsing.ParserLimits.MaxSize), Math.Clamp(rows, 1, Parsing.ParserLimits.MaxSize));
        }
    }

    /// <summary>DECCOLM, when mode 40 allows it: 132 or 80 columns, margins gone, screen cleared unless DECNCSM, cursor home.</summary>
    public void SetColumns(bool wide)
    {
        if (!Modes[ModeId.Allow132] || !Options.AllowResize)
        {
            SetBit(ModeId.Columns132, false);
            return;
        }

        Top = 0;
        Bottom = Rows;
        Left = 0;
        Right = Columns;
        SetBit(ModeId.LeftRightMargin, false);
        if (!Modes[ModeId.NoClearOnColumn])
        {
            Screen.EraseRows(0, Rows, Blank);
            LookForDoubleLines();
        }

        CursorHome();
        Events.ResizeRequested(wide ? 132 : 80, Rows);
    }

    /// <summary>Modes 47, 1047 and 1049 (xterm ctlseqs).</summary>
    public void UseAlternateScreen(bool set, bool clear, bool saveCursor)
    {
        if (!Modes[ModeId.AllowAlternate])
        {
            SetAlternateBits();
            return;
        }

        if (set)
        {
            if (saveCursor)
            {
                SaveCursor();
            }

            UseScreen(alternate: true);
            if (saveCursor)
            {
                Screen.EraseRows(0, Rows, Blank);
            }
        }
        else
        {
            bool wasAlternate = IsAlternate;
            if (wasAlternate && clear)
            {
                Screen.EraseRows(0, Rows, Cell.Empty);
            }

            UseScreen(alternate: false);
            if (wasAlternate && clear)
            {
                _alternate = null;
            }

            if (saveCursor)
            {
                RestoreCursor();
            }
        }

        SetAlternateBits();
    }

    /// <summary>Mode 1046; forbidding the alternate screen leaves it.</summary>
    public void SetAllowAlternate(bool set)
    {
        if (set && !Options.AllowAlternateScreen)
        {
            SetBit(ModeId.AllowAlternate, false);
        }
        else if (!set)
        {
            UseScreen(alternate: false);
            SetAlternateBits();
        }
    }

    private void SetAlternateBits() => SetModes(Modes.With(ModeId.Alternate47, IsAlternate)
        .With(ModeId.Alternate1047, IsAlternate).With(ModeId.Alternate1049, IsAlternate));

    /// <summary>Mode 2026.</summary>
    public void SynchronizedOutputChanged() => Events.SynchronizedOutputChanged();

    /// <summary>Mode 2048: the size is reported at once and after each change.</summary>
    public void ReportSizeInBand(bool set)
    {
        if (set)
        {
            ReportSize();
        }
    }
}
