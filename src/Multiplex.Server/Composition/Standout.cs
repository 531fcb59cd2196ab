using Multiplex.Server.Model;

namespace Multiplex.Server.Composition;

/// <summary>How messages, captions, marks and the chosen line of a list are drawn: in standout unless <c>sorendition</c> says otherwise.</summary>
internal static class Standout
{
    /// <summary>The rendition of a session.</summary>
    /// <param name="session">The session.</param>
    public static StatusRendition Of(Session session) =>
        session.Settings.StandoutRendition is { Length: > 0 } text && RenditionModifier.TryParse(text, out RenditionModifier modifier)
            ? modifier.Apply(StatusRendition.Standout)
            : StatusRendition.Standout;
}
