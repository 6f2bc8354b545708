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
        using var scaler = new JpegScaler();
        foreach (string file in Files("hostile"))
        {
            byte[] source = File.ReadAllBytes(file);
            try
            {
                JpegHeader header = JpegHeader.Read(source);
                if ((long)header.Width * header.Height > 50_000_000)
                    continue;
                scaler.Scale(source, new JpegScaleOptions { Width = 40, Height = 30, OnDamage = JpegDamagePolicy.Salvage }, new ArrayBufferWriter<byte>(), TestContext.Current.CancellationToken);
            }
            catch (JpegException)
            {
            }
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
