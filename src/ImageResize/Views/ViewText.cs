using System.Globalization;

namespace ImageResize.Views;

/// <summary>
/// The texts of the console views (ImageResize.Format.ps1xml), which also show objects from other sessions: so they
/// are made of plain values. Numbers look alike in every culture, as in the summary's line. Stateless, thread safe.
/// </summary>
public static class ViewText
{
    private const string Arrow = " → ";

    /// <summary>Blocks of one to eight eighths of a cell.</summary>
    private const string Eighths = "▏▎▍▌▋▊▉█";

    /// <summary>A text from outside, such as a file's name, with control characters as escapes; nothing for null.</summary>
    public static string Visible(string? text) => text is null ? string.Empty : VisibleText.Of(text);

    /// <summary>"4032x3024 → 800x600"; one size where the other is not known, nothing where none is.</summary>
    /// <param name="sourceWidth">Pixels; 0 where not known.</param>
    /// <param name="sourceHeight">Pixels; 0 where not known.</param>
    /// <param name="width">Pixels; 0 where none was written.</param>
    /// <param name="height">Pixels; 0 where none was written.</param>
    public static string Pixels(int sourceWidth, int sourceHeight, int width, int height) => (sourceWidth, width) switch
    {
        (0, 0) => string.Empty,
        (_, 0) => $"{sourceWidth}x{sourceHeight}",
        (0, _) => $"{width}x{height}",
        _ => $"{sourceWidth}x{sourceHeight}{Arrow}{width}x{height}",
    };

    /// <summary>"3.9 MB → 84 KB (-98 %)".</summary>
    /// <param name="before">Bytes of the input.</param>
    /// <param name="after">Bytes of the output.</param>
    public static string Bytes(long before, long after) => $"{Bytes(before)}{Arrow}{Bytes(after)} ({Quantity.Change(before, after)})";

    /// <summary>"3.9 MB".</summary>
    public static string Bytes(long bytes) => Quantity.Bytes(bytes);

    /// <summary>"132 ms", "4.2 s", "3m 12s", "2h 05m": seven characters at most, up to 99 hours.</summary>
    public static string Time(TimeSpan time) => Quantity.Duration(time);

    /// <summary>Three digits or so: "0.42", "13.7", "1,250".</summary>
    public static string Rate(double rate) => Quantity.Rate(rate);

    /// <summary>"98 %".</summary>
    /// <param name="share">0 to 1.</param>
    public static string Percent(double share) => Quantity.Percent(share);

    /// <summary>"1 image", "1,234 images".</summary>
    public static string Count(long count, string one, string many) => Quantity.Count(count, one, many);

    /// <summary>A bar in eighths of a cell; what is more than nothing shows.</summary>
    /// <param name="share">0 to 1; beyond, the nearer of them.</param>
    /// <param name="width">The cells of a share of 1.</param>
    public static string Bar(double share, int width)
    {
        if (!(share > 0))
            return string.Empty;
        int eighths = Math.Max(1, (int)Math.Round(Math.Min(share, 1) * width * 8));
        string whole = new('█', eighths / 8);
        return eighths % 8 == 0 ? whole : whole + Eighths[eighths % 8 - 1];
    }

    /// <summary>A bar of a stage and its share of the work: "████▌       45 %  22 ms an image".</summary>
    /// <param name="part">The time of the stage.</param>
    /// <param name="work">The time of all stages.</param>
    /// <param name="images">How many images there were.</param>
    public static string StageBar(TimeSpan part, TimeSpan work, long images)
    {
        const int Width = 30;
        double share = work > TimeSpan.Zero ? part / work : 0;
        return $"{Bar(share, Width).PadRight(Width)} {Percent(share),5}  {Time(part / Math.Max(1, images))} an image";
    }

    /// <summary>The stages in one line: "read 1 ms, scale 80 ms, encode 4 ms, write 12 ms".</summary>
    public static string Stages(TimeSpan read, TimeSpan scale, TimeSpan encode, TimeSpan write) =>
        $"read {Time(read)}, scale {Time(scale)}, encode {Time(encode)}, write {Time(write)}";

    /// <summary>"1/250 s, f/2.8, ISO 100, 50 mm", of what is known.</summary>
    /// <param name="seconds">The exposure time.</param>
    /// <param name="fNumber">The f-number.</param>
    /// <param name="iso">The sensitivity.</param>
    /// <param name="millimetres">The focal length.</param>
    public static string Exposure(double? seconds, double? fNumber, int? iso, double? millimetres)
    {
        string?[] parts =
        [
            seconds is not { } time ? null : time is > 0 and < 0.3 ? string.Create(CultureInfo.InvariantCulture, $"1/{1 / time:0} s") : string.Create(CultureInfo.InvariantCulture, $"{time:0.##} s"),
            fNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"f/{number:0.##}") : null,
            iso is { } sensitivity ? string.Create(CultureInfo.InvariantCulture, $"ISO {sensitivity}") : null,
            millimetres is { } length ? string.Create(CultureInfo.InvariantCulture, $"{length:0.##} mm") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>"52.52 N, 13.4 E, 34 m": degrees to six digits (a tenth of a metre), of what is known.</summary>
    /// <param name="latitude">Degrees, north is positive.</param>
    /// <param name="longitude">Degrees, east is positive.</param>
    /// <param name="altitude">Metres.</param>
    public static string Place(double? latitude, double? longitude, double? altitude)
    {
        string?[] parts =
        [
            latitude is { } north ? string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(north):0.######} {(north < 0 ? 'S' : 'N')}") : null,
            longitude is { } east ? string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(east):0.######} {(east < 0 ? 'W' : 'E')}") : null,
            altitude is { } metres ? string.Create(CultureInfo.InvariantCulture, $"{metres:0.#} m") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
