using ImageResize.Png.Scaling;
using NetVips;

namespace ImageResize.Png.Tests;

/// <summary>Odd and hostile files of the public test sets, where they are at hand.</summary>
public sealed class PublicFileTests
{
    private const long MaxPixels = 20_000_000;

    [Fact]
    public void Files_are_read_as_libvips_reads_them_or_refused_for_a_reason()
    {
        var odd = new List<string>();
        foreach (string file in Files("hostile").Concat(Files("cases")))
        {
            byte[] bytes = File.ReadAllBytes(file);
            string ours = Try(() => Decoded.ByUs(bytes), out Decoded? mine), theirs = Try(() => Decoded.ByVips(bytes), out Decoded? other);
            if (ours != theirs)
                odd.Add($"{Path.GetFileName(file)}: {ours}, libvips {theirs}");
            else if (mine is not null && mine.Differs(other!) != 0)
                odd.Add($"{Path.GetFileName(file)}: other pixels");
        }

        Assert.Empty(odd);
    }

    private static string Try(Func<Decoded> decode, out Decoded? result)
    {
        result = null;
        try
        {
            result = decode();
            return "read";
        }
        catch (Exception e) when (e is PngException or VipsException)
        {
            return "refused";
        }
    }

    private static IEnumerable<string> Files(string folder)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "ImageResize.sln")))
            root = Path.GetDirectoryName(root);
        string path = Path.Combine(root ?? ".", "..", "shared", folder);
        Assert.SkipUnless(Directory.Exists(path), "The public test images are not here.");
        return Directory.GetFiles(path, "*.png").Where(IsSmall).Order(StringComparer.Ordinal);
    }

    /// <summary>Whether the pixels, if there are any, fit into the memory of a test.</summary>
    private static bool IsSmall(string file)
    {
        try
        {
            PngHeader header = PngHeader.Read(File.ReadAllBytes(file));
            return (long)header.Width * header.Height <= MaxPixels;
        }
        catch (PngFormatException)
        {
            return true;
        }
    }
}
