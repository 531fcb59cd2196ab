using System.Diagnostics;
using Terminal.Gui.App;

namespace Multiplex.Picker;

/// <summary>mux-picker: choose a session from a list, and attach it.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length > 0)
        {
            bool asksForHelp = arguments[0] is "--help" or "-h";
            (asksForHelp ? Console.Out : Console.Error).WriteLine("Use: mux-picker\n\nShows the sessions of mux; Enter attaches the chosen one.");
            return asksForHelp ? 0 : 1;
        }

        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            Console.Error.WriteLine("Must be connected to a terminal.");
            return 1;
        }

        PickerModel model = new(new MuxSessions(), TimeProvider.System);
        using (IApplication application = Application.Create())
        {
            application.Init();
            using PickerWindow window = new(application, model);
            application.Run(window);
        }

        return model.Arguments.Count == 0 ? 0 : Attach(model.Arguments);
    }

    private static int Attach(IReadOnlyList<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(MuxSessions.Program, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
