using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Tests;

/// <summary>No input makes the readers throw, hang or take memory out of proportion.</summary>
public sealed class HostileTests
{
    private const int Rounds = 1500;

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".gif")]
    [InlineData(".tif")]
    [InlineData(".avif")]
    [InlineData("exif")]
    public void A_changed_file_has_parts_or_none(string kind)
    {
        byte[] file = kind switch
        {
            "exif" => Samples.Exif(),
            ".jpg" => Samples.Jpeg(Samples.Segment(0xE1, [.. "Exif\0\0"u8, .. Samples.Exif()]), Samples.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Samples.XmpBytes])),
            ".png" => Samples.Png(Samples.Chunk("eXIf", Samples.Exif()), Samples.Chunk("zTXt", [.. "Software\0\0"u8, .. Samples.Deflate("a tool"u8)])),
            _ => Samples.Encode(kind),
        };
        var random = new Random(kind.Length * 1000 + kind[^1]);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] changed = Mutate(file, random);
            ImageParts? parts = PartsReader.Read(new MemorySource(changed));
            Assert.True(parts is null || parts.Frames >= 1);
        }

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < 300_000_000);
    }

    [Fact]
    public void Directories_that_lead_in_circles_are_read_once()
    {
        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x4A, 1, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0];
        Assert.Equal(1, PartsReader.Read(new MemorySource(tiff))!.Pages);
    }

    /// <summary>One to eight changes: bytes, numbers of extreme values, cuts, doubled pieces.</summary>
    internal static byte[] Mutate(byte[] file, Random random)
    {
        byte[] changed = [.. file];
        for (int i = random.Next(1, 9); i > 0 && changed.Length > 8; i--)
        {
            // The heads are at the front: change more there.
            int at = random.Next(random.Next(2) == 0 ? Math.Min(changed.Length, 600) : changed.Length);
            switch (random.Next(6))
            {
                case 0 or 1:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 2:
                    changed[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    uint[] extremes = [0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 0, 1, 0xFFFF, (uint)changed.Length];
                    BitConverter.TryWriteBytes(changed.AsSpan(at), extremes[random.Next(extremes.Length)]);
                    break;
                case 4:
                    changed = changed[..Math.Max(4, at)];
                    break;
                default:
                    int length = Math.Min(random.Next(64), changed.Length - at);
                    changed = [.. changed[..at], .. changed[at..(at + length)], .. changed[at..]];
                    break;
            }
        }

        return changed;
    }
}
