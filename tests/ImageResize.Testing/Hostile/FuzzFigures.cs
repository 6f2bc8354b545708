using System.Text.Json;

namespace ImageResize.Testing.Hostile;

/// <summary>What came of the fuzzing of one parser: a row of the table at the end of <c>build.ps1 -Task Fuzz</c>.</summary>
/// <param name="Parser">Its name.</param>
/// <param name="Inputs">How many inputs it was given.</param>
/// <param name="Findings">How many of them broke a promise.</param>
/// <param name="SlowestMilliseconds">The longest that one took.</param>
/// <param name="PeakBytes">The most that the process had in memory.</param>
public sealed record FuzzFigures(string Parser, long Inputs, long Findings, double SlowestMilliseconds, long PeakBytes)
{
    /// <summary>Adds a line of JSON to a file; an empty name stands for none.</summary>
    public void AppendTo(string path)
    {
        if (path.Length > 0)
            File.AppendAllText(path, JsonSerializer.Serialize(this) + "\n");
    }
}
