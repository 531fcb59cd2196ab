using System.Globalization;
using System.Text;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>The six kinds of output that programs are made of, each as a stream of lines that is always the same.</summary>
internal static class Payloads
{
    private const int Seed = 7;

    /// <summary>Kinds by name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ascii", "sgr", "unicode", "cursor", "scrollregion", "tqdm"];

    /// <summary>A payload of at least this many bytes, cut after a line.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="bytes">How many bytes are wanted.</param>
    public static byte[] Make(string name, int bytes)
    {
        var random = new Random(Seed);
        var source = new LineSource(random);
        Func<string> line = name switch
        {
            "ascii" => source.Ascii,
            "sgr" => source.Sgr,
            "unicode" => source.Unicode,
            "cursor" => source.Cursor,
            "scrollregion" => source.ScrollRegion,
            "tqdm" => source.Progress,
            _ => throw new ArgumentException($"no payload is called {name}", nameof(name)),
        };
        var output = new MemoryStream(bytes + 4096);
        while (output.Length < bytes)
        {
            output.Write(Encoding.UTF8.GetBytes(line()));
        }

        return output.ToArray();
    }

    private sealed class LineSource
    {
        private static readonly string[] Erasures = ["\e[K", "", "\e[2K", "\e[1J", ""];
        private static readonly string[] Edits = ["\e[5;20r\e[20;1H\n\n", "\e[r\e[24;1H", "\e[3L", "\e[2M", "\eM", "\e[4@", "\e[3P"];
        private static readonly string[] Ends = ["", "é", "ñ", "🚀", "👩‍💻", "e\u0301"];
        private readonly Random _random;
        private readonly string[] _words;
        private readonly string[] _ideographs;
        private int _step;

        public LineSource(Random random)
        {
            _random = random;
            _words = [.. Enumerable.Range(0, 5000).Select(_ => MakeWord())];
            _ideographs = [.. Enumerable.Range(0, 3000).Select(_ => ((char)Between(0x4E00, 0x9FA5)).ToString())];
        }

        public string Ascii()
        {
            string line = string.Join(' ', Many(3, 18, Word));
            return line[..Math.Min(line.Length, 110)] + "\r\n";
        }

        public string Sgr() => string.Concat(Many(3, 14, () => Rendition() + Word() + " ")) + "\e[0m\r\n";

        public string Unicode() => string.Concat(Many(4, 38, () => One(_ideographs))) + One(Ends) + " " + Word() + "\r\n";

        public string Cursor() => string.Concat(Many(20, 20, () => $"\e[{Between(1, 24)};{Between(1, 80)}H{Word()}{One(Erasures)}"));

        public string ScrollRegion() => One(Edits) + Word() + "\r\n";

        public string Progress()
        {
            _step++;
            int percent = _step % 101;
            string loss = _random.NextDouble().ToString("F4", CultureInfo.InvariantCulture);
            string bar = new string('█', percent / 4) + new string(' ', 25 - (percent / 4));
            string end = percent == 100 ? "\n" : "";
            return $"\r\e[KEpoch {_step / 101}: {percent,3}%|{bar}| {percent}/100 [00:{percent % 60:00}<00:10, 9.8it/s, loss={loss}]{end}";
        }

        private string Rendition() => Between(0, 4) switch
        {
            0 => $"\e[{Between(30, 37)}m",
            1 => $"\e[1;{Between(30, 37)}m",
            2 => $"\e[38;5;{Between(0, 255)}m",
            3 => $"\e[38;2;{Between(0, 255)};{Between(0, 255)};{Between(0, 255)}m",
            _ => "\e[0m",
        };

        private string MakeWord() => string.Concat(Many(2, 9, () => ((char)Between('a', 'z')).ToString()));

        private string Word() => One(_words);

        private string One(string[] choices) => choices[_random.Next(choices.Length)];

        private int Between(int first, int last) => _random.Next(first, last + 1);

        private IEnumerable<string> Many(int fewest, int most, Func<string> make)
        {
            int count = Between(fewest, most);
            for (int i = 0; i < count; i++)
            {
                yield return make();
            }
        }
    }
}
