namespace Multiplex.Server.Model;

/// <summary>Layouts, and what displays show, in the stored state.</summary>
internal static class DisplayState
{
    private const int None = -1;
    private const long MouseTrack = 1;
    private const long Guarded = 2;

    /// <summary>Writes the layouts.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WriteLayouts(Session session, StateWriter writer)
    {
        foreach (Layout layout in session.Layouts)
        {
            writer.Number(layout.Number);
            writer.Text(layout.Title);
            writer.Text(layout.Serialize());
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadLayouts(Session session, ref StateReader reader)
    {
        session.Layouts.Clear();
        while (!reader.IsAtEnd)
        {
            var layout = new Layout { Number = reader.Int(), Title = reader.Text() };
            layout.Parse(reader.Text(), session.Windows);
            session.Layouts.Add(layout);
        }
    }

    /// <summary>Writes what each display shows, so that its client finds it again.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WriteDisplays(Session session, StateWriter writer)
    {
        foreach (Display display in session.Displays)
        {
            var layout = new Layout();
            layout.Capture(display.Regions);
            writer.Number(unchecked((long)display.ClientId));
            writer.Text(layout.Serialize());
            writer.Number(display.Layout?.Number ?? None);
            writer.Number(display.Other?.Number ?? None);
            writer.Number((display.MouseTrack ? MouseTrack : 0) | (display.Guard is not null ? Guarded : 0));
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadDisplays(Session session, ref StateReader reader)
    {
        session.Resumable.Clear();
        while (!reader.IsAtEnd)
        {
            ulong client = unchecked((ulong)reader.Number());
            var layout = new Layout();
            layout.Parse(reader.Text(), session.Windows);
            int number = reader.Int();
            int other = reader.Int();
            long flags = reader.Number();
            session.Resumable[client] = new ResumableDisplay(layout, number, other, (flags & MouseTrack) != 0, (flags & Guarded) != 0);
        }
    }
}
