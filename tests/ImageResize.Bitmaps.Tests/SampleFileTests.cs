using ImageResize.Bitmaps.Bmp;
using ImageResize.Bitmaps.Ico;
using ImageResize.Bitmaps.Pnm;
using ImageResize.Bitmaps.Tga;

namespace ImageResize.Bitmaps.Tests;

/// <summary>Sound files of others, where they are beside the repository: bmpsuite's good ones, Pillow's, and icons.</summary>
public sealed class SampleFileTests
{
    /// <summary>Files of one picture, each stored in its way.</summary>
    [Theory]
    [InlineData("pal8.bmp", "pal8-0.bmp", "pal8os2.bmp", "pal8rle.bmp", "pal8topdown.bmp", "pal8v4.bmp", "pal8v5.bmp")]
    [InlineData("pal4.bmp", "pal4rle.bmp")]
    [InlineData("pal1.bmp", "pal1wb.bmp")]
    [InlineData("rgb24.bmp", "rgb24pal.bmp", "rgb32.bmp", "rgb32bf.bmp")]
    [InlineData("rgb16-565.bmp", "rgb16-565pal.bmp")]
    public void The_good_files_of_bmpsuite_show_one_picture_however_it_is_stored(params string[] names)
    {
        (int Channels, byte[] Samples) first = BmpFile.Decode(Read("bmp", names[0]));

        Assert.All(names[1..], name => Decoded.Equal(first.Channels, first.Samples, BmpFile.Decode(Read("bmp", name))));
    }

    /// <summary>The picture of 24 bits again, with fewer colours or columns.</summary>
    [Theory]
    [InlineData("rgb16.bmp", 5)]
    [InlineData("rgb16-565.bmp", 5)]
    [InlineData("pal8.bmp", 40)]
    public void A_picture_of_fewer_colours_is_near_the_one_of_all(string name, int difference)
    {
        byte[] whole = BmpFile.Decode(Read("bmp", "rgb24.bmp")).Samples, poor = BmpFile.Decode(Read("bmp", name)).Samples;

        Assert.InRange(whole.Zip(poor, (a, b) => Math.Abs(a - b)).Average(), 0, difference);
    }

    [Fact]
    public void Every_sound_file_is_read_and_every_file_cut_to_half_is_damaged()
    {
        foreach (string path in Files("bmp").Concat(Files("tga")).Concat(Files("pnm")).Concat(Files("ico")))
        {
            byte[] file = File.ReadAllBytes(path);
            if (IsPngIcon(file))
                continue;
            using (BitmapImage image = Decode(path, file))
                Assert.True(image.Damage is null && image.Length > 0, path);
            Assert.True(Assert.Throws<BitmapException>(() => Decode(path, file[..(file.Length / 2)])).IsDamage, path);
        }
    }

    [Fact]
    public void TGA_files_of_one_picture_are_the_same_from_below_and_from_above_in_runs_and_plain()
    {
        byte[] plain = Samples("tga", "200x32_rgb_tl_raw.tga"), runs = Samples("tga", "200x32_rgba_bl_rle.tga");

        Assert.Equal(plain, runs.Chunk(4).SelectMany(pixel => pixel[..3]));
    }

    [Fact]
    public void PNM_files_of_one_picture_are_the_same_in_text_and_in_binary()
    {
        Assert.Equal(Samples("pnm", "hopper_8bit.pgm"), Samples("pnm", "hopper_8bit_plain.pgm"));
        Assert.Equal(Samples("pnm", "hopper_1bit.pbm"), Samples("pnm", "hopper_1bit_plain.pbm"));
    }

    private static byte[] Samples(string folder, string name)
    {
        using BitmapImage image = Decode(name, Read(folder, name));
        return BmpFile.Samples(image);
    }

    private static bool IsPngIcon(byte[] file) => file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]) && IcoHeaderReader.Read(new MemoryStream(file)).IsPng;

    private static BitmapImage Decode(string path, byte[] file)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        return Path.GetExtension(path) switch
        {
            ".bmp" => BmpReader.Decode(BmpHeaderReader.Read(file, file.Length), file, false, cancellation),
            ".tga" => TgaReader.Decode(TgaHeader.Read(file, file.Length), file, false, cancellation),
            ".ico" or ".cur" => IcoReader.Decode(IcoHeaderReader.Read(new MemoryStream(file)), file, false, cancellation),
            _ => PnmReader.Decode(PnmHeaderReader.Read(file), file, false, cancellation),
        };
    }

    private static byte[] Read(string folder, string name) => File.ReadAllBytes(Path.Combine(Folder(folder), name));

    private static string[] Files(string folder) => Directory.GetFiles(Folder(folder));

    private static string Folder(string name)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "ImageResize.sln")))
            root = Path.GetDirectoryName(root);
        string path = Path.Combine(root ?? ".", "..", "shared", "formats", name);
        Assert.SkipUnless(Directory.Exists(path), "The public test images are not here.");
        return path;
    }
}
