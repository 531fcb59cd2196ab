namespace Multiplex.Cli.Options;

/// <summary>How an option takes its argument. Screen's options differ in this, and scripts rely on the differences.</summary>
internal enum OptionArgument
{
    /// <summary>None; further letters of the word are further options (<c>-dmS</c>).</summary>
    None,

    /// <summary>The next word, always; the rest of its own word is further options (<c>-dmS name</c>, <c>-t title</c>).</summary>
    Next,

    /// <summary>The rest of the word, or the next word (<c>-e^Aa</c>, <c>-c file</c>).</summary>
    Attached,

    /// <summary>One letter out of a few behind the option, which may be missing (<c>-fn</c>, <c>-la</c>).</summary>
    Letter,

    /// <summary>A session, when the next word does not begin with a dash (<c>-r name</c>).</summary>
    Session,

    /// <summary>A session, when exactly one word is left and it does not begin with a dash (<c>-d name</c>).</summary>
    LastSession,

    /// <summary>The next word, unless an option before it has named a session already (<c>-dmS name</c>, where -d saw the last word).</summary>
    SessionName,

    /// <summary>As <see cref="Session"/>, and whatever follows in the word is passed over (<c>-ls</c>, <c>-list</c>).</summary>
    Match,
}
