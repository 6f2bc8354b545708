using System.Globalization;

namespace ImageResize.SideBySide;

/// <summary>The command line.</summary>
internal sealed record Options(string Photos, int Inputs, int Rounds, int Workers, int Width, int Height, bool Progressive, string[] Tools)
{
    public static Options Parse(string[] args)
    {
        string Value(string name, string fallback) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
        int Number(string name, int fallback) => int.Parse(Value(name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        string photos = Value("--photos", Path.Combine("..", "shared", "photos"));
        if (!Directory.Exists(photos))
            throw new ArgumentException($"'{photos}' is no folder; name one with JPEG photos: --photos <folder>");
        int[] size = [.. Value("--size", "800x600").Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
        return new Options(
            Path.GetFullPath(photos),
            Number("--inputs", 480),
            Number("--rounds", 5),
            Number("--workers", Environment.ProcessorCount),
            size[0],
            size[1],
            args.Contains("--progressive"),
            Value("--tools", "netvips,module,sharp,pillow,magick").Split(','));
    }
}
