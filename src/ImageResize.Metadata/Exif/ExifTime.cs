using System.Globalization;

namespace ImageResize.Metadata.Exif;

/// <summary>Reads EXIF's dates and offsets (CIPA DC-008, 4.6.5, tags relating to date and time). Stateless.</summary>
internal static class ExifTime
{
    private const int Length = 19;

    private static readonly TimeSpan FarthestOffset = TimeSpan.FromHours(14);

    /// <summary>A date like "2026:05:04 03:02:01"; other separators count as well. Null where it is no date, as with a clock that was never set.</summary>
    /// <param name="text">The date.</param>
    /// <param name="fraction">The digits behind the point of the seconds; null without.</param>
    public static DateTime? Parse(string? text, string? fraction)
    {
        if (text is null || text.Length < Length)
            return null;
        int[] parts = [Digits(text, 0, 4), Digits(text, 5, 2), Digits(text, 8, 2), Digits(text, 11, 2), Digits(text, 14, 2), Digits(text, 17, 2)];
        if (parts is not [>= 1 and var year, >= 1 and <= 12 and var month, >= 1 and var day, >= 0 and < 24 and var hour, >= 0 and < 60 and var minute, >= 0 and < 60 and var second])
            return null;
        if (day > DateTime.DaysInMonth(year, month))
            return null;
        return new DateTime(year, month, day, hour, minute, second).AddMilliseconds(Milliseconds(fraction));
    }

    /// <summary>How far a clock is ahead of UTC: "+02:00", "-03:30" or "Z"; null for anything else.</summary>
    public static TimeSpan? ParseOffset(string? text)
    {
        if (text is "Z")
            return TimeSpan.Zero;
        if (text is not [('+' or '-') and var sign, _, _, ':', _, _] || Digits(text, 1, 2) is not (>= 0 and var hours) || Digits(text, 4, 2) is not (>= 0 and < 60 and var minutes))
            return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return offset > FarthestOffset ? null : sign == '-' ? -offset : offset;
    }

    private static int Digits(string text, int start, int count) =>
        int.TryParse(text.AsSpan(start, count), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;

    private static int Milliseconds(string? fraction) =>
        fraction is not null && double.TryParse("0." + fraction, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) ? (int)(seconds * 1000) : 0;
}
