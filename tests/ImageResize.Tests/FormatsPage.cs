using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>
/// The tables of docs/formats.md that tests make, each between two comments of its name. With the environment variable
/// IMAGERESIZE_WRITE_DOCS set to 1 a table that differs is written anew instead of failing.
/// </summary>
internal static class FormatsPage
{
    private static readonly string File = Path.Combine(Path.GetDirectoryName(Pwsh.Manifest)!, "docs", "formats.md");

    /// <summary>Sees that the page has these rows, in this order, and no others but those of other tests.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="rows">What was found, a row of the table each.</param>
    /// <param name="isOurs">Whether a row of the page is one that the test knows of.</param>
    public static void AssertTells(string table, IReadOnlyList<string> rows, Func<string, bool> isOurs)
    {
        string page = System.IO.File.ReadAllText(File), begin = $"<!-- {table}: begin -->\n", end = $"<!-- {table}: end -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length, to = page.IndexOf(end, StringComparison.Ordinal);
        string[] told = page[from..to].TrimEnd('\n').Split('\n');
        if (told.Where(isOurs).SequenceEqual(rows))
            return;
        Assert.True(
            Environment.GetEnvironmentVariable("IMAGERESIZE_WRITE_DOCS") == "1",
            $"The table '{table}' of docs/formats.md should have these rows (IMAGERESIZE_WRITE_DOCS=1 has the test write them):\n{string.Join('\n', rows)}");

        // Rows of other tests stay behind ours, where they were.
        System.IO.File.WriteAllText(File, $"{page[..from]}{string.Join('\n', [.. told.TakeWhile(row => !isOurs(row)), .. rows, .. told.SkipWhile(row => !isOurs(row)).Where(row => !isOurs(row))])}\n{page[to..]}");
    }
}
