using System.Buffers;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Scaling;
using ImageResize.Metadata;

namespace ImageResize.Jpeg.Tests;

/// <summary>Real photos and hostile files, where they are at hand.</summary>
public sealed class PhotoTests
{
    [Fact]
    public void Photos_scale_without_warnings_or_damage()
    {
        using var scaler = new JpegScaler();
        foreach (string file in Files("photos"))
        {
            byte[] source = File.ReadAllBytes(file);
            JpegScaleResult result = scaler.Scale(
                source, new JpegScaleOptions { Width = 80, Height = 60, Metadata = MetadataPolicy.None }, new ArrayBufferWriter<byte>(), TestContext.Current.CancellationToken);
            Assert.Equal((JpegWarnings.None, null), (result.Warnings & ~JpegWarnings.GainMapDropped, result.Damage));
        }
    }

    [Fact]
    public void Hostile_files_are_salvaged_or_refused()
    {
        var counts = new Dictionary<string, int>();
        using var scaler = new JpegScaler();
        foreach (string file in Files("hostile"))
        {
            string outcome = Try(scaler, File.ReadAllBytes(file));
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
        }

        Assert.Equal("large 1, refused 242, salvaged 25, sound 4", string.Join(", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
    }

    private static string Try(JpegScaler scaler, byte[] source)
    {
        try
        {
            JpegHeader header = JpegHeader.Read(source);
            if ((long)header.Width * header.Height > 50_000_000)
                return "large";
            var target = new ArrayBufferWriter<byte>();
            JpegScaleResult result = scaler.Scale(
                source, new JpegScaleOptions { Width = 40, Height = 30, OnDamage = JpegDamagePolicy.Salvage }, target, TestContext.Current.CancellationToken);
            JpegHeader output = JpegHeader.Read(target.WrittenSpan);
            Assert.Equal((40, 30), (output.Width, output.Height));
            return result.Damage is null ? "sound" : "salvaged";
        }
        catch (JpegException)
        {
            return "refused";
        }
    }

    private static string[] Files(string folder)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "ImageResize.sln")))
            root = Path.GetDirectoryName(root);
        string path = Path.Combine(root ?? ".", "..", "shared", folder);
        Assert.SkipUnless(Directory.Exists(path), "The public test images are not here.");
        return Directory.GetFiles(path);
    }
}
