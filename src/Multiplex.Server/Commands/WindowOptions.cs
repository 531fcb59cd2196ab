using System.Globalization;
using Multiplex.Server.Model;

namespace Multiplex.Server.Commands;

/// <summary>Reads the arguments of <c>screen</c>: options, a number, and what runs in the window.</summary>
internal static class WindowOptions
{
    /// <summary>Longest $TERM that screen takes.</summary>
    public const int MaxTermLength = 32;

    /// <summary>Reads the arguments.</summary>
    /// <param name="context">The command.</param>
    /// <param name="request">What is asked for.</param>
    /// <returns>Null, or the failure.</returns>
    public static CommandResult? Parse(CommandContext context, out WindowRequest request)
    {
        var options = new Reader(context);
        CommandResult? failure = options.ReadOptions();
        request = failure is null ? options.ToRequest() : new WindowRequest();
        if (request.Arguments is ["//telnet"])
        {
            return CommandResult.Failure("Usage: screen //telnet host [port]");
        }

        return failure ?? (request.Arguments.Count > 0 && request.Arguments[0].StartsWith("//", StringComparison.Ordinal)
            ? CommandResult.Failure($"Invalid argument '{CommandText.Printable(request.Arguments[0])}'")
            : null);
    }

    /// <summary>Joins options of mux's own command line with those of the arguments, which win.</summary>
    /// <param name="line">The command line's.</param>
    /// <param name="parsed">The arguments'.</param>
    public static WindowRequest Join(WindowRequest line, WindowRequest parsed) => new()
    {
        Arguments = parsed.Arguments.Count > 0 ? parsed.Arguments : line.Arguments,
        IsGroup = parsed.IsGroup,
        Title = parsed.Title ?? line.Title,
        Number = parsed.Number ?? line.Number,
        ScrollbackLines = parsed.ScrollbackLines ?? line.ScrollbackLines,
        Term = parsed.Term ?? line.Term,
        Log = parsed.Log ?? line.Log,
        Monitor = parsed.Monitor ?? line.Monitor,
        Flow = parsed.Flow ?? line.Flow,
        Context = line.Context,
        Directory = line.Directory ?? (line.Context is { } client ? CommandText.FromBytes(client.WorkingDirectory) : null),
        Size = line.Size,
    };

    private sealed class Reader(CommandContext context)
    {
        private int _at;
        private string? _title;
        private string? _term;
        private int? _scrollback;
        private bool? _log;
        private bool _monitor;
        private FlowControl? _flow;

        public CommandResult? ReadOptions()
        {
            while (_at < context.Count && context.Arguments[_at] is { Length: > 1 } option && option[0] == '-')
            {
                _at++;
                if (option == "--")
                {
                    break;
                }

                if (ReadOption(option) is { } failure)
                {
                    return failure;
                }
            }

            return null;
        }

        public WindowRequest ToRequest()
        {
            int? number = ReadNumber();
            var arguments = context.Arguments.Skip(_at).ToList();
            if (arguments is ["//telnet", { } host, ..])
            {
                // mux itself is the program: it goes on whatever becomes of the daemon.
                _title ??= host;
                arguments = [context.Session.Host.ProgramPath, "--telnet", $"{host}:{arguments.ElementAtOrDefault(2) ?? "23"}"];
            }

            bool isGroup = arguments.Count > 0 && arguments[0] == "//group";
            return new WindowRequest
            {
                Title = _title ?? (isGroup ? arguments.ElementAtOrDefault(1) ?? "group" : null),
                Number = number,
                ScrollbackLines = _scrollback,
                Term = _term,
                Log = _log,
                Monitor = _monitor ? true : null,
                Flow = _flow,
                Arguments = isGroup ? [] : arguments,
                IsGroup = isGroup,
            };
        }

        private CommandResult? ReadOption(string option)
        {
            switch (option[1])
            {
                case 'a' or 'A' or 'U' or 'i' or 'O' or 'q':
                    return null;
                case 'f':
                    _flow = option.ElementAtOrDefault(2) switch { 'n' or '0' => FlowControl.Off, 'a' => FlowControl.Auto, _ => FlowControl.On };
                    return null;
                case 'l':
                    return null;
                case 'L':
                    _log = true;
                    return null;
                case 'M':
                    _monitor = true;
                    return null;
                case 'h':
                    return Value(option) is { } lines && int.TryParse(lines, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                        ? Set(() => _scrollback = count)
                        : context.Misuse("-h: number expected");
                case 't':
                    return Value(option) is { } title ? Set(() => _title = title) : context.Misuse("-t: title expected");
                case 'T':
                    return Value(option) is { Length: > 0 and <= MaxTermLength } term
                        ? Set(() => _term = term)
                        : context.Misuse("-T: terminal type expected");
                default:
                    return context.Misuse($"unknown screen option '-{option[1]}'");
            }
        }

        private static CommandResult? Set(Action set)
        {
            set();
            return null;
        }

        /// <summary>The rest of the option, or the next argument.</summary>
        private string? Value(string option) =>
            option.Length > 2 ? option[2..] : _at < context.Count ? context.Arguments[_at++] : null;

        /// <summary>A number, or <c>number:title</c>, in front of the program.</summary>
        private int? ReadNumber()
        {
            if (_at >= context.Count)
            {
                return null;
            }

            string argument = context.Arguments[_at];
            int colon = argument.IndexOf(':');
            ReadOnlySpan<char> digits = colon > 0 ? argument.AsSpan(0, colon) : argument;
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return null;
            }

            _at++;
            if (colon > 0)
            {
                _title ??= argument[(colon + 1)..];
            }

            return number;
        }
    }
}
