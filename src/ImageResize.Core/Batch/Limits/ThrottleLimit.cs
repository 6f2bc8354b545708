using System.Globalization;

namespace ImageResize.Batch.Limits;

/// <summary>
/// How many images are done at once: a number, or as many as the machine and its storage are best served with, found
/// out while running. Immutable; its text form is what <see cref="Parse"/> reads.
/// </summary>
public readonly record struct ThrottleLimit
{
    /// <summary>The largest number.</summary>
    public const int Most = 1024;

    private const string AutoName = "Auto";

    private readonly int _workers;

    private ThrottleLimit(int workers) => _workers = workers;

    /// <summary>Found out while running. The default.</summary>
    public static ThrottleLimit Auto => default;

    /// <summary>Whether the number is found out while running.</summary>
    public bool IsAuto => _workers == 0;

    /// <summary>How many images are computed at once; where that is found out, the processors that this process may use.</summary>
    public int Workers => IsAuto ? Environment.ProcessorCount : _workers;

    /// <summary>A number of images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 1 to <see cref="Most"/>.</exception>
    public static ThrottleLimit Of(int workers) => workers is >= 1 and <= Most
        ? new ThrottleLimit(workers)
        : throw new ArgumentOutOfRangeException(nameof(workers), workers, Expected);

    /// <summary>Reads a number or "Auto", in any case.</summary>
    /// <exception cref="FormatException">The text is neither; the message says what is accepted.</exception>
    public static ThrottleLimit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim().Equals(AutoName, StringComparison.OrdinalIgnoreCase))
            return Auto;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int workers) && workers is >= 1 and <= Most
            ? new ThrottleLimit(workers)
            : throw new FormatException($"'{text}' is no number of images. {Expected}");
    }

    /// <summary>The number, or "Auto".</summary>
    public override string ToString() => IsAuto ? AutoName : _workers.ToString(CultureInfo.InvariantCulture);

    private static string Expected => $"Give 1 to {Most}, or Auto.";
}
