using System.Globalization;

namespace ImageResize;

/// <summary>Bytes as people read them: "3.9 MB", in powers of 1000 as disks and cameras count.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>Three digits at most, and the unit.</summary>
    public static string Format(long bytes)
    {
        double value = Math.Abs((double)bytes);
        int unit = 0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        string digits = value.ToString(unit > 0 && value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture);
        return $"{(bytes < 0 ? "-" : string.Empty)}{digits} {Units[unit]}";
    }
}
