namespace Multiplex.Server.Commands;

/// <summary>How many arguments a command takes, and how screen words it when the number is wrong.</summary>
/// <param name="Counts">Bit n is set when n arguments are accepted.</param>
/// <param name="OrMore">True when every number from the lowest set bit on is accepted.</param>
internal readonly record struct Arity(int Counts, bool OrMore = false)
{
    private static readonly string[] Words = ["no", "one", "two", "three", "four"];

    /// <summary>No argument.</summary>
    public static Arity None => new(0b1);

    /// <summary>Exactly one.</summary>
    public static Arity One => new(0b10);

    /// <summary>None or one.</summary>
    public static Arity ZeroOrOne => new(0b11);

    /// <summary>None, or version 5's <c>--confirm</c>, of which version 4's words know nothing.</summary>
    public static Arity NoneOrConfirm => new(0b11) { HidesOption = true };

    /// <summary>None to two.</summary>
    public static Arity UpToTwo => new(0b111);

    /// <summary>None to three.</summary>
    public static Arity UpToThree => new(0b1111);

    /// <summary>None or two.</summary>
    public static Arity ZeroOrTwo => new(0b101);

    /// <summary>One or two.</summary>
    public static Arity OneOrTwo => new(0b110);

    /// <summary>One to three.</summary>
    public static Arity OneToThree => new(0b1110);

    /// <summary>One to four.</summary>
    public static Arity OneToFour => new(0b11110);

    /// <summary>Two or three.</summary>
    public static Arity TwoOrThree => new(0b1100);

    /// <summary>Two or four.</summary>
    public static Arity TwoOrFour => new(0b10100);

    /// <summary>Any number.</summary>
    public static Arity Any => new(0b1, OrMore: true);

    /// <summary>One or more.</summary>
    public static Arity OneOrMore => new(0b10, OrMore: true);

    /// <summary>Two or more.</summary>
    public static Arity TwoOrMore => new(0b100, OrMore: true);

    /// <summary>The argument is an option that the words do not speak of.</summary>
    public bool HidesOption { get; private init; }

    /// <summary>The smallest accepted number.</summary>
    public int Minimum => int.TrailingZeroCount(Counts);

    /// <summary>The largest accepted number, or -1 when there is none.</summary>
    public int Maximum => OrMore ? -1 : int.Log2(Counts);

    /// <summary>True when the number is accepted.</summary>
    /// <param name="count">Number of arguments.</param>
    public bool Accepts(int count) => OrMore ? count >= Minimum : count < 31 && (Counts & (1 << count)) != 0;

    /// <summary>screen's words for what is required, such as <c>no, one or two argument required</c>, its odd plurals included.</summary>
    public string Requirement
    {
        get
        {
            int minimum = Minimum;
            if (HidesOption)
            {
                return None.Requirement;
            }

            if (OrMore)
            {
                return $"at least {Words[minimum]} argument{(minimum == 1 ? string.Empty : "s")} required";
            }

            var accepted = new List<int>();
            for (int count = 0; count < Words.Length; count++)
            {
                if (Accepts(count))
                {
                    accepted.Add(count);
                }
            }

            bool plural = accepted.Count switch
            {
                1 => minimum != 1,
                2 => accepted[1] != 1,
                3 or _ => false,
            };
            string list = accepted.Count == 1
                ? Words[minimum]
                : string.Join(", ", accepted.SkipLast(1).Select(static count => Words[count])) + " or " + Words[accepted[^1]];
            return $"{list} argument{(plural ? "s" : string.Empty)} required";
        }
    }
}
