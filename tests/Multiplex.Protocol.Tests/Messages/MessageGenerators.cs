using System.Buffers;
using CsCheck;
using Multiplex.Protocol.Messages;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Protocol.Tests.Messages;

/// <summary>A message of any kind as its kind and payload, with the reader of that kind.</summary>
internal sealed record AnyMessage(MessageKind Kind, byte[] Payload)
{
    public static AnyMessage Of<T>(T message)
        where T : IMessage<T>, allows ref struct
    {
        ArrayBufferWriter<byte> output = new();
        message.Write(output);
        return new AnyMessage(T.Kind, output.WrittenSpan.ToArray());
    }
}

/// <summary>Random messages, and reading them back by kind.</summary>
internal static class MessageGenerators
{
    private static readonly Gen<string> s_text = Gen.String[Gen.Char.AlphaNumeric.Where(char.IsAscii), 0, 12];
    private static readonly Gen<string?> s_optional = Gen.OneOf(Gen.Const((string?)null), s_text.Select(t => (string?)t));
    private static readonly Gen<byte[]> s_bytes = Gen.Byte.Array[0, 20];
    private static readonly Gen<string[]> s_texts = s_text.Array[0, 5];
    private static readonly Gen<Color> s_color = Gen.OneOf(
        Gen.Const(Color.Default),
        Gen.Byte.Select(Color.FromIndex),
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, Color.FromRgb));

    private static readonly Gen<CreateMessage> s_create =
        Gen.Select(Gen.UInt, Gen.Int, Gen.Int[0, 3], s_optional.Array[8], s_texts, (flags, lines, choice, o, argv) => new CreateMessage
        {
            Flags = (CreateFlags)flags,
            Scrollback = lines,
            FlowControl = (CreateChoice)choice,
            Login = (CreateChoice)(3 - choice),
            Name = o[0],
            Title = o[1],
            Term = o[2],
            Shell = o[3],
            Escape = o[4],
            RcFile = o[5],
            LogFile = o[6],
            Preselect = o[7],
            Arguments = argv,
        });

    public static Gen<AnyMessage> Any { get; } = Gen.OneOf(
        Gen.Select(Gen.UShort, Gen.Int, Gen.ULong, Gen.UInt, s_text.Array[3], s_bytes,
            (size, pid, id, flags, t, termios) => AnyMessage.Of(new HelloMessage
        {
            MinimumVersion = size,
            MaximumVersion = (ushort)(size + 1),
            ProcessId = pid,
            ClientId = id,
            Flags = (HelloFlags)flags,
            Columns = size,
            Rows = (ushort)(size / 2),
            PixelWidth = (ushort)(size * 3),
            PixelHeight = (ushort)(size * 5),
            TerminalName = t[0],
            Term = t[1],
            ColorTerm = t[2],
            Termios = termios,
            Restore = termios,
        })),
        Gen.Select(s_bytes, s_bytes, Gen.UInt[0, 511], s_text, Gen.ULong.Array[32], (e, d, u, l, limits) => AnyMessage.Of(new ContextMessage
        {
            Environment = e,
            Directory = d,
            Umask = u,
            LoginName = l,
            Limits = limits,
        })),
        s_create.Select(AnyMessage.Of),
        Gen.Select(Gen.UInt, s_text, s_optional, Gen.UInt, s_create, Gen.Bool, (f, t, p, r, c, nested) => AnyMessage.Of(new AttachMessage
        {
            Flags = (AttachFlags)f,
            Target = t,
            Preselect = p,
            Escape = p,
            ResumeDisplay = r,
            Create = nested ? c : null,
            InsideOf = t,
        })),
        Gen.Select(Gen.Byte, Gen.UInt, s_text, s_optional, s_texts, s_create, Gen.Int,
            (r, f, t, p, a, c, w) => AnyMessage.Of(new CommandMessage
        {
            Request = (CommandRequest)r,
            Flags = (CommandFlags)f,
            Target = t,
            Preselect = p,
            Arguments = a,
            Create = w > 0 ? c : null,
            CallerWindow = w,
        })),
        Gen.Select(Gen.UInt, s_text, (f, t) => AnyMessage.Of(new ListMessage { Flags = (ListFlags)f, Match = t, InsideOf = t })),
        Gen.Select(Gen.UInt, s_text, (f, t) => AnyMessage.Of(new DetachRequestMessage { Flags = (DetachFlags)f, Target = t })),
        Gen.Select(Gen.ULong, s_bytes, (o, b) => AnyMessage.Of(new InputMessage(o, b))),
        Gen.Select(Gen.UShort, Gen.UShort, (a, b) => AnyMessage.Of(new ResizeMessage(a, b, b, a))),
        Gen.UInt.Select(s => AnyMessage.Of(new FrameAckMessage(s))),
        Gen.ULong.Select(o => AnyMessage.Of(new InputAckMessage(o))),
        Gen.Select(Gen.ULong, Gen.Byte, s_color, s_text, Gen.UShort.Array[0, 4], s_color.Array[0, 4],
            (a, d, c, n, da, p) => AnyMessage.Of(new TerminalInfoMessage
        {
            Abilities = a,
            ColorDepth = d,
            Foreground = c,
            Background = c,
            CursorColor = c,
            Name = n,
            DeviceAttributes = da,
            Palette = [.. p.Select((color, i) => new PaletteEntry((byte)i, color))],
            DrawsPictures = d > 100,
            CellWidth = d,
            CellHeight = (ushort)(a & 0xFFFF),
            Restore = new byte[d],
        })),
        Gen.Bool.Select(f => AnyMessage.Of(new FocusChangeMessage(f))),
        Gen.Const(AnyMessage.Of(new SuspendedMessage())),
        Gen.Const(AnyMessage.Of(new ResumedMessage())),
        Gen.Const(AnyMessage.Of(new GoodbyeMessage())),
        Gen.Select(Gen.UShort, Gen.Int, s_text, (v, p, t) => AnyMessage.Of(new WelcomeMessage
        {
            MinimumVersion = v,
            MaximumVersion = v,
            ProcessId = p,
            ProgramVersion = t,
        })),
        Gen.Select(Gen.UInt, Gen.ULong, s_text, (d, o, t) =>
            AnyMessage.Of(new AttachedMessage { Display = d, InputOffset = o, Session = t })),
        Gen.Select(Gen.UShort, Gen.Int, Gen.Int, s_text, s_bytes, (k, n, v, t, b) => AnyMessage.Of(new EventMessage
        {
            Event = (EventKind)k,
            Number = n,
            Value = v,
            Title = t,
            Text = t,
            Bytes = b,
        })),
        Gen.Select(Gen.Int, Gen.Bool, s_text, s_text, (c, m, o, e) =>
            AnyMessage.Of(new ReplyMessage { ExitCode = c, HasMore = m, Output = o, Error = e })),
        Gen.Select(Gen.Int, Gen.Byte, s_text, (c, a, t) => AnyMessage.Of(new EndMessage { ExitCode = c, Action = (EndAction)a, Text = t })),
        Gen.Select(Gen.Bool, s_text, (e, t) => AnyMessage.Of(new PrintMessage { IsError = e, Text = t })),
        Gen.Select(Gen.Int[1, 4095], Gen.Int[0, 512], Gen.Bool, Gen.Int[0, int.MaxValue], s_bytes, (i, c, m, w, b) => AnyMessage.Of(
            new PictureMessage(i, c == 0 ? null : PictureOf(c, m, w), b, m))),
        Gen.ULong.Select(t => AnyMessage.Of(new PingMessage(t))),
        Gen.ULong.Select(t => AnyMessage.Of(new PongMessage(t))));

    /// <summary>Reads a payload as a kind and writes it again.</summary>
    public static byte[] Rewrite(MessageKind kind, ReadOnlySpan<byte> payload) => kind switch
    {
        MessageKind.Hello => Rewrite<HelloMessage>(payload),
        MessageKind.Context => Rewrite<ContextMessage>(payload),
        MessageKind.Create => Rewrite<CreateMessage>(payload),
        MessageKind.Attach => Rewrite<AttachMessage>(payload),
        MessageKind.Command => Rewrite<CommandMessage>(payload),
        MessageKind.List => Rewrite<ListMessage>(payload),
        MessageKind.DetachRequest => Rewrite<DetachRequestMessage>(payload),
        MessageKind.Input => Rewrite<InputMessage>(payload),
        MessageKind.Resize => Rewrite<ResizeMessage>(payload),
        MessageKind.FrameAck => Rewrite<FrameAckMessage>(payload),
        MessageKind.InputAck => Rewrite<InputAckMessage>(payload),
        MessageKind.TerminalInfo => Rewrite<TerminalInfoMessage>(payload),
        MessageKind.FocusChange => Rewrite<FocusChangeMessage>(payload),
        MessageKind.Suspended => Rewrite<SuspendedMessage>(payload),
        MessageKind.Resumed => Rewrite<ResumedMessage>(payload),
        MessageKind.Goodbye => Rewrite<GoodbyeMessage>(payload),
        MessageKind.Welcome => Rewrite<WelcomeMessage>(payload),
        MessageKind.Attached => Rewrite<AttachedMessage>(payload),
        MessageKind.Event => Rewrite<EventMessage>(payload),
        MessageKind.Reply => Rewrite<ReplyMessage>(payload),
        MessageKind.End => Rewrite<EndMessage>(payload),
        MessageKind.Print => Rewrite<PrintMessage>(payload),
        MessageKind.Picture => Rewrite<PictureMessage>(payload),
        MessageKind.Ping => Rewrite<PingMessage>(payload),
        MessageKind.Pong => Rewrite<PongMessage>(payload),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such message"),
    };

    private static Picture PictureOf(int size, bool isKitty, int pixels) => new(
        new PictureData
        {
            Kind = isKitty ? PictureKind.Kitty : PictureKind.Sixel, Width = pixels, Height = size, Format = size & 127, IsCompressed = isKitty,
        },
        size,
        size,
        0,
        0,
        new PictureSource(size, 0, pixels, 1),
        0,
        -pixels);

    private static byte[] Rewrite<T>(ReadOnlySpan<byte> payload)
        where T : IMessage<T>, allows ref struct
    {
        ArrayBufferWriter<byte> output = new();
        T.Read(payload).Write(output);
        return output.WrittenSpan.ToArray();
    }
}
