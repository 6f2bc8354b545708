using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>The table of docs/formats.md that says what of each format is read, against what comes out.</summary>
public sealed class ReadTableTests(EngineSession session) : ModuleTest(session)
{
    /// <summary>The formats of the second module, which its own tests hold.</summary>
    private static readonly string[] Further = ["HEIC", "JPEG XL", "JPEG 2000", "PSD"];

    [Fact]
    public void The_table_in_the_docs_tells_what_comes_out()
    {
        var row = new ReadRow(Session, Folder);
        string[] rows = [.. ReadRow.Head, .. ReadSamples.Create(Folder).Select(one => row.Of(one.Name, one.Extension, one.Files))];
        FormatsPage.AssertTells("read", rows, told => !Further.Any(name => told.StartsWith($"| {name} |", StringComparison.Ordinal)));
    }
}
