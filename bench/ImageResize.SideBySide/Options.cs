using System.Globalization;

namespace ImageResize.SideBySide;

/// <summary>The command line.</summary>
internal sealed record Options(string Photos, int Inputs, int Rounds, int Workers)
{
    public static Options Parse(string[] args)
    {
        string Value(string name, string fallback) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
        int Number(string name, int fallback) => int.Parse(Value(name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        string photos = Value("--photos", Path.Combine("..", "shared", "photos"));
        if (!Directory.Exists(photos))
            throw new ArgumentException($"'{photos}' is no folder; name one with JPEG photos: --photos <folder>");
        return new Options(Path.GetFullPath(photos), Number("--inputs", 480), Number("--rounds", 7), Number("--workers", Environment.ProcessorCount));
    }
}
