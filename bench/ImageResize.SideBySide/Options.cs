using System.Globalization;

namespace ImageResize.SideBySide;

/// <summary>The command line.</summary>
/// <param name="Photos">The folder of photos.</param>
/// <param name="Rounds">Counted rounds, after one that is not.</param>
/// <param name="Workers">Images done at once.</param>
/// <param name="Seconds">How long the first tool is to work at each figure.</param>
/// <param name="Ways">What is compared.</param>
/// <param name="Tools">By whom; ratios are to the first.</param>
/// <param name="Document">A Markdown file whose figures are replaced; null for none.</param>
internal sealed record Options(string Photos, int Rounds, int Workers, double Seconds, Way[] Ways, string[] Tools, string? Document)
{
    /// <exception cref="ArgumentException">The photos are not there, or no way is called like that.</exception>
    public static Options Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        int Number(string name, int fallback) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
        string photos = Path.GetFullPath(Value("--photos") ?? Path.Combine("..", "shared", "photos"));
        if (!Directory.Exists(photos))
            throw new ArgumentException($"'{photos}' is no folder; name one with JPEG photos: --photos <folder>");
        string[] wanted = Value("--ways")?.Split(',') ?? [];
        Way[] ways = [.. Way.Suite.Where(way => wanted.Length == 0 || wanted.Any(name => way.ToString().StartsWith(name, StringComparison.Ordinal)))];
        if (ways.Length == 0)
            throw new ArgumentException($"No way begins with '{Value("--ways")}'. There are: {string.Join("; ", Way.Suite.Select(way => way.ToString()))}.");
        double seconds = double.Parse(Value("--seconds") ?? "20", CultureInfo.InvariantCulture);
        string[] tools = Value("--tools")?.Split(',') ?? ["sharp", "module"];
        return new Options(photos, Number("--rounds", 3), Number("--workers", Environment.ProcessorCount), seconds, ways, tools, Value("--write"));
    }
}
