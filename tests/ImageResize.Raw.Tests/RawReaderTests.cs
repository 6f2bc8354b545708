using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Sources;
using ImageResize.Testing.Raw;

namespace ImageResize.Raw.Tests;

public sealed class RawReaderTests
{
    private static readonly byte[] Large = RawSamples.Header(0xC0, 6000, 4000), Small = RawSamples.Header(0xC0, 160, 120);

    public static TheoryData<string> Formats => [.. RawSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_largest_picture_is_found_wherever_the_maker_has_it(string format)
    {
        byte[] file = RawSamples.All[format](Large, Small, 6);

        RawFile raw = Read(file)!;

        Assert.Equal(format.ToUpperInvariant(), raw.Format);
        Assert.False(raw.IsCut);
        Assert.Equal((6000, 4000, Large.Length), (raw.Preview!.Width, raw.Preview.Height, raw.Preview.Length));
        Assert.Equal(Large, file.AsSpan((int)raw.Preview.Offset, raw.Preview.Length));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_that_breaks_off_is_told_at_every_length(string format)
    {
        byte[] file = RawSamples.All[format](Large, Small, 1);
        for (int length = 0; length < file.Length; length++)
        {
            RawFile? raw = Read(file[..length]);
            Assert.True(raw is null || raw.IsCut || raw.Preview is null || raw.Preview.Width == 6000, $"{format} cut to {length}");
        }
    }

    [Fact]
    public void A_picture_larger_in_the_maker_note_is_found()
    {
        Assert.Equal(6000, Read(RawSamples.Nef(Small, Large, 1))!.Preview!.Width);
        Assert.Equal(6000, Read(RawSamples.Orf(Small, Large, 1))!.Preview!.Width);
        Assert.Equal(6000, Read(RawSamples.Cr3(Small, Large, 1))!.Preview!.Width);
        Assert.Equal(6000, Read(RawSamples.Cr3Preview(Large))!.Preview!.Width);
    }

    [Theory]
    [InlineData(0xC1, true)]
    [InlineData(0xC2, true)]
    [InlineData(0xC3, false)]
    [InlineData(0xC9, false)]
    public void Only_what_any_viewer_decodes_counts_as_a_picture(int frame, bool counts) =>
        Assert.Equal(counts ? 6000 : 160, Read(RawSamples.Cr2(RawSamples.Header(frame, 6000, 4000), Small, 1))!.Preview!.Width);

    [Fact]
    public void A_file_without_any_is_raw_without_a_preview()
    {
        RawFile raw = Read(RawSamples.Raf("no picture"u8.ToArray()))!;

        Assert.Null(raw.Preview);
        Assert.False(raw.IsCut);
    }

    [Theory]
    [InlineData("cr2")]
    [InlineData("nef")]
    [InlineData("dng")]
    [InlineData("orf")]
    [InlineData("cr3")]
    public void The_orientation_is_the_files_where_the_picture_has_none(string format)
    {
        byte[] file = RawSamples.All[format](Large, Small, 8);
        RawFile raw = Read(file)!;

        byte[] jpeg = Jpeg(raw, file);

        Assert.Equal(8, ExifOrientation.Read(ExifOf(jpeg)));
        Assert.Equal(Large[2..], jpeg[^(Large.Length - 2)..]);
    }

    [Theory]
    [InlineData("cr2")]
    [InlineData("raf")]
    public void The_orientation_is_the_pictures_where_it_has_one(string format)
    {
        byte[] turned = RawSamples.Header(0xC0, 6000, 4000, Exif(DirectoryEntry.Short(0x112, 3)));
        byte[] file = RawSamples.All[format](turned, Small, 8);
        RawFile raw = Read(file)!;

        byte[] jpeg = Jpeg(raw, file);

        Assert.Equal(turned, jpeg);
        Assert.Equal(3, ExifOrientation.Read(ExifOf(jpeg)));
    }

    [Fact]
    public void EXIF_without_an_orientation_gives_way_to_that_of_the_file()
    {
        byte[] named = RawSamples.Header(0xC0, 6000, 4000, Exif(DirectoryEntry.Text(0x131, "the camera")));
        byte[] file = RawSamples.Cr2(named, Small, 6);
        RawFile raw = Read(file)!;

        byte[] jpeg = Jpeg(raw, file);

        Assert.Equal(6, ExifOrientation.Read(ExifOf(jpeg)));
        Assert.Equal(-1, jpeg.AsSpan().IndexOf("the camera"u8));
        Assert.Equal(Large[2..], jpeg[^(Large.Length - 2)..]);
    }

    [Fact]
    public void The_EXIF_of_the_file_goes_along_without_the_maker_note()
    {
        byte[] file = RawSamples.Nef(Large, Small, 1);

        byte[] exif = Read(file)!.Exif!;

        Assert.True(exif.AsSpan().IndexOf("2026:05:04 03:02:01"u8) > 0);
        Assert.True(exif.AsSpan().IndexOf("NIKON CORPORATION"u8) > 0);
        Assert.Equal(-1, exif.AsSpan().IndexOf("Nikon\0"u8));
    }

    [Fact]
    public void An_ordinary_TIFF_is_no_raw()
    {
        var file = new DirectoryFile();
        byte[] made = file.Finish(file.Add(0, DirectoryEntry.Short(0x100, 10), DirectoryEntry.Short(0x101, 10), DirectoryEntry.Text(0x10F, "NIKON"), DirectoryEntry.Long(0x111, 8), DirectoryEntry.Long(0x117, 10)));

        Assert.Null(Read(made));
        Assert.Null(Read("no image at all"u8.ToArray()));
        Assert.Null(Read([]));
    }

    [Fact]
    public void Directories_in_a_circle_end()
    {
        byte[] file = RawSamples.Cr2(Large, Small, 1);
        int first = BitConverter.ToInt32(file, 4), count = BitConverter.ToUInt16(file, first);
        BitConverter.GetBytes(first).CopyTo(file, first + 2 + count * 12);

        Assert.Equal(6000, Read(file)!.Preview!.Width);
    }

    [Fact]
    public void Damaged_files_of_all_kinds_are_told_and_throw_nothing()
    {
        foreach ((string format, Func<byte[], byte[], int, byte[]> make) in RawSamples.All)
        {
            byte[] sound = make(Large, Small, 6);
            for (int seed = 0; seed < 2_000; seed++)
            {
                var random = new Random(seed);
                byte[] file = [.. sound];
                for (int i = random.Next(1, 5); i > 0; i--)
                    file[random.Next(file.Length)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
                if (Read(file[..random.Next(file.Length / 2, file.Length + 1)]) is not { Preview: { } preview } raw)
                    continue;
                Assert.True(preview.Offset > 0 && preview.Offset + preview.Length <= file.Length, $"{format}, seed {seed}");
                Jpeg(raw, file);
            }
        }
    }

    private static RawFile? Read(byte[] file)
    {
        RawFile? inMemory = RawReader.Read(new MemorySource(file));
        RawFile? onDisk = RawReader.Read(new StreamSource(new MemoryStream(file)));
        Assert.Equal(inMemory?.Preview, onDisk?.Preview);
        return inMemory;
    }

    private static byte[] Jpeg(RawFile raw, byte[] file)
    {
        (byte[] head, IReadOnlyList<(long Offset, long Length)> parts) = RawReader.AsJpeg(raw);
        return [.. head, .. parts.SelectMany(part => file[(int)part.Offset..(int)(part.Offset + part.Length)])];
    }

    private static byte[] Exif(params DirectoryEntry[] entries)
    {
        var file = new DirectoryFile();
        byte[] block = file.Finish(file.Add(0, entries));
        return [0xFF, 0xE1, 0, (byte)(8 + block.Length), .. "Exif\0\0"u8, .. block];
    }

    private static byte[] ExifOf(byte[] jpeg) => jpeg[(jpeg.AsSpan().IndexOf("Exif\0\0"u8) + 6)..];
}
