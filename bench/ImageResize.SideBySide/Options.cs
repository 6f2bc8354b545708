using System.Globalization;

namespace ImageResize.SideBySide;

/// <summary>The command line.</summary>
/// <param name="Photos">The folder of photos.</param>
/// <param name="Rounds">Counted rounds, after one that is not.</param>
/// <param name="Workers">Images done at once.</param>
/// <param name="Scenarios">What is compared.</param>
/// <param name="Document">A Markdown file whose figures are replaced; null for none.</param>
internal sealed record Options(string Photos, int Rounds, int Workers, Scenario[] Scenarios, string? Document)
{
    public static Options Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        int Number(string name, int fallback) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
        string photos = Value("--photos") ?? Path.Combine("..", "shared", "photos");
        if (!Directory.Exists(photos))
            throw new ArgumentException($"'{photos}' is no folder; name one with JPEG photos: --photos <folder>");
        Scenario[] scenarios = [.. Scenario.Suite];
        bool isProgressive = args.Contains("--progressive");
        if (Value("--size") is not null || isProgressive)
        {
            int[] size = [.. (Value("--size") ?? "800x600").Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
            scenarios = [scenarios[0] with { Width = size[0], Height = size[1], Progressive = isProgressive }];
        }

        if (Value("--tools") is { } tools)
            scenarios = [.. scenarios.Select(scenario => scenario with { Tools = tools.Split(',') })];
        scenarios = [.. scenarios.Select(scenario => scenario with { Inputs = Number("--inputs", scenario.Inputs) })];
        return new Options(Path.GetFullPath(photos), Number("--rounds", 5), Number("--workers", Environment.ProcessorCount), scenarios, Value("--write"));
    }
}
