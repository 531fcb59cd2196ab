using System.Globalization;

namespace Multiplex.Server.Model;

/// <summary>What <c>resize</c> does with a region's size.</summary>
internal enum ResizeKind : byte
{
    /// <summary>Sets it; caption and border count.</summary>
    Set,

    /// <summary>Adds to it; negative amounts take away.</summary>
    Add,

    /// <summary>As large as the others allow (<c>max</c>, <c>_</c>).</summary>
    Maximum,

    /// <summary>As small as possible (<c>min</c>, <c>0</c>).</summary>
    Minimum,

    /// <summary>All regions alike (<c>=</c>).</summary>
    Equal,
}

/// <summary>The arguments of <c>resize</c>.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Amount">Rows or columns, or per cent.</param>
internal readonly record struct ResizeRequest(ResizeKind Kind, int Amount)
{
    /// <summary>The amount is per cent of the display, or of the row of regions with <see cref="IsLocal"/>.</summary>
    public bool IsPercent { get; init; }

    /// <summary><c>-h</c> or <c>-b</c>.</summary>
    public bool Columns { get; init; }

    /// <summary><c>-v</c> or <c>-b</c>.</summary>
    public bool Rows { get; init; }

    /// <summary><c>-l</c>: only the row of regions that the region is in.</summary>
    public bool IsLocal { get; init; }

    /// <summary><c>-p</c>: across the direction in which the region was split.</summary>
    public bool IsPerpendicular { get; init; }

    /// <summary>The size that is asked for.</summary>
    /// <param name="present">The present size.</param>
    /// <param name="whole">What per cent are of.</param>
    public int Target(int present, int whole)
    {
        long amount = IsPercent ? (long)whole * Amount / 100 : Amount;
        long target = Kind switch
        {
            ResizeKind.Set => amount,
            ResizeKind.Add => present + amount,
            ResizeKind.Maximum => whole,
            _ => 0,
        };
        return (int)Math.Clamp(target, 0, whole);
    }

    /// <summary>Reads flags and amount.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="request">What they ask for; complete only when <paramref name="hasAmount"/>.</param>
    /// <param name="hasAmount">False when an amount is missing and must be asked for.</param>
    /// <returns>False when an argument is not understood.</returns>
    public static bool TryParse(IReadOnlyList<string> arguments, out ResizeRequest request, out bool hasAmount)
    {
        request = default;
        hasAmount = false;
        foreach (string argument in arguments)
        {
            if (hasAmount)
            {
                return false;
            }

            if (argument.Length == 2 && argument[0] == '-' && char.IsAsciiLetter(argument[1]))
            {
                if (!TryAddFlag(argument[1], ref request))
                {
                    return false;
                }
            }
            else if (TryAddAmount(argument, ref request))
            {
                hasAmount = true;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryAddFlag(char flag, ref ResizeRequest request)
    {
        request = flag switch
        {
            'h' => request with { Columns = true },
            'v' => request with { Rows = true },
            'b' => request with { Columns = true, Rows = true },
            'l' => request with { IsLocal = true },
            'p' => request with { IsPerpendicular = true },
            _ => request,
        };
        return "hvblp".Contains(flag);
    }

    private static bool TryAddAmount(string text, ref ResizeRequest request)
    {
        ResizeKind? word = text switch
        {
            "=" => ResizeKind.Equal,
            "max" or "_" => ResizeKind.Maximum,
            "min" or "0" => ResizeKind.Minimum,
            _ => null,
        };
        if (word is { } kind)
        {
            request = request with { Kind = kind };
            return true;
        }

        bool isPercent = text.EndsWith('%');
        ReadOnlySpan<char> digits = isPercent ? text.AsSpan(0, text.Length - 1) : text;
        bool isRelative = !digits.IsEmpty && digits[0] is '+' or '-';
        if (!int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int amount) || Math.Abs((long)amount) > 10_000)
        {
            return false;
        }

        request = request with { Kind = isRelative ? ResizeKind.Add : ResizeKind.Set, Amount = amount, IsPercent = isPercent };
        return true;
    }
}
