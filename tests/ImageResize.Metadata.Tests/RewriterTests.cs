using System.Text;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Rewriting;
using ImageResize.Metadata.Tiff;
using ImageResize.Metadata.Xmp;

namespace ImageResize.Metadata.Tests;

/// <summary>What becomes of an image's metadata on the way to an output.</summary>
public sealed class RewriterTests
{
    private static readonly MetadataBlocks Source = new()
    {
        Exif = Samples.Exif(),
        FurtherExif = [Samples.Exif(isBigEndian: true)],
        Xmp = Samples.XmpBytes,
        ImageResources = [.. Iptc.PhotoshopResources.Wrap(Samples.Iptc), .. "8BIM"u8, 4, 0x0C, 0, 0, 0, 0, 0, 9, .. "thumbnail"u8, 0],
        Icc = Color.IccWriter.Create(Color.StandardColor.DisplayP3),
        Texts = [new("Title", "A title"), new("exif:GPSLatitude", "48/1, 51/1, 3013/100"), new("exif:Orientation", "6"), new("Description", "{\"Latitude\": 48.85837}")],
    };

    [Fact]
    public void Everything_is_kept_and_true_of_the_output()
    {
        MetadataBlocks blocks = MetadataRewriter.Rewrite(Source, new MetadataChanges { Policy = MetadataPolicy.All, Width = 80, Height = 60 }, out MetadataKinds lost);
        Assert.Equal(MetadataKinds.None, lost);
        Assert.Equal((1, 80u, 60u), Facts(blocks.Exif!));
        Assert.Equal((1, 80u, 60u), Facts(Assert.Single(blocks.FurtherExif)));
        string xmp = Encoding.UTF8.GetString(blocks.Xmp!);
        Assert.Contains("tiff:Orientation=\"1\"", xmp, StringComparison.Ordinal);
        Assert.Contains("exif:PixelXDimension=\"80\"", xmp, StringComparison.Ordinal);
        Assert.Contains(Samples.Latitude, xmp, StringComparison.Ordinal);
        Assert.Equal(Samples.Iptc, Iptc.PhotoshopResources.FindIptc(blocks.ImageResources));
        Assert.Equal(-1, blocks.ImageResources.AsSpan().IndexOf("thumbnail"u8));
        Assert.Equal(Source.Icc, blocks.Icc);
        Assert.Equal(["Title", "exif:GPSLatitude", "Description"], blocks.Texts.Select(t => t.Keyword));
    }

    [Fact]
    public void No_position_is_left_anywhere()
    {
        MetadataBlocks blocks = MetadataRewriter.Rewrite(Source, new MetadataChanges { Policy = MetadataPolicy.NoLocation, Width = 80, Height = 60 }, out _);
        byte[] all = [.. blocks.Exif!, .. blocks.FurtherExif[0], .. blocks.Xmp!, .. blocks.ImageResources!, .. blocks.Texts.SelectMany(t => Encoding.UTF8.GetBytes(t.Keyword + t.Value))];
        string text = Encoding.Latin1.GetString(all);
        foreach (string trace in (string[])["48", "51.5", "GPS", "3013/100"])
            Assert.DoesNotContain(trace, text, StringComparison.OrdinalIgnoreCase);
        foreach (uint number in (uint[])[3013])
        {
            Assert.Equal(-1, all.AsSpan().IndexOf(new Samples.Numbers(false).Long(number)));
            Assert.Equal(-1, all.AsSpan().IndexOf(new Samples.Numbers(true).Long(number)));
        }

        Assert.False(ExifSummary.Read(blocks.Exif!).HasLocation);
        Assert.Contains("Testmaker", text, StringComparison.Ordinal);
        Assert.Contains("Paris", text, StringComparison.Ordinal);
        Assert.Contains("<dc:rights>Me</dc:rights>", text, StringComparison.Ordinal);
        Assert.Contains("A title", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_the_position_in_a_maker_note_goes_and_the_note_stays_in_place()
    {
        byte[] position = [48, 0, 0, 0, 1, 0, 0, 0, 51, 0, 0, 0, 1, 0, 0, 0, 0xC5, 11, 0, 0, 100, 0, 0, 0];
        var gps = new TiffContent();
        gps.Set(0x0002, TiffType.Rational, position);
        var exif = new TiffContent();
        exif.Set(0x927C, TiffType.Undefined, [.. "note"u8, .. position, .. "end"u8]);
        var main = new TiffContent();
        main.Set(0x8769, exif);
        main.Set(0x8825, gps);
        byte[] block = TiffBuilder.Build(main, false, 65_000);
        int at = block.AsSpan().IndexOf("note"u8);
        MetadataBlocks blocks = MetadataRewriter.Rewrite(new MetadataBlocks { Exif = block }, new MetadataChanges { Policy = MetadataPolicy.NoLocation }, out _);
        Assert.Equal(-1, blocks.Exif.AsSpan().IndexOf(position));
        Assert.Equal(at, blocks.Exif.AsSpan().IndexOf("note"u8));
        Assert.Equal("end"u8.ToArray(), blocks.Exif.AsSpan(at + 28, 3).ToArray());
    }

    [Fact]
    public void Pixels_that_stay_keep_their_orientation_dimensions_and_thumbnails()
    {
        MetadataBlocks blocks = MetadataRewriter.Rewrite(Source, new MetadataChanges { Policy = MetadataPolicy.All, KeepsVideo = true, KeepsGainMap = true }, out _);
        Assert.Equal((6, 4000u, 3000u), Facts(blocks.Exif!));
        Assert.Equal(Source.Xmp, blocks.Xmp);
        Assert.Equal(Source.ImageResources, blocks.ImageResources);
        Assert.Equal(Source.Texts, blocks.Texts);
    }

    [Theory]
    [InlineData(MetadataPolicy.None)]
    [InlineData(MetadataPolicy.ColorProfile)]
    public void Pixels_that_stay_turned_keep_that_alone_where_the_rest_goes(MetadataPolicy policy)
    {
        MetadataBlocks blocks = MetadataRewriter.Rewrite(Source, new MetadataChanges { Policy = policy }, out _);
        Assert.Equal(6, ExifOrientation.Read(blocks.Exif!));
        Assert.True(blocks.Exif!.Length < 40);
        Assert.True(blocks is { Xmp: null, ImageResources: null } && blocks.Texts.IsEmpty);
        Assert.Equal(policy == MetadataPolicy.ColorProfile, blocks.Icc is not null);
        Assert.True(MetadataRewriter.Rewrite(Source, new MetadataChanges { Policy = MetadataPolicy.None, Width = 1, Height = 1 }, out _).IsEmpty);
    }

    [Fact]
    public void Broken_blocks_are_lost_and_told()
    {
        var broken = new MetadataBlocks { Exif = [.. "II*\0"u8, 99, 0, 0, 0], Xmp = [1, 0, 2, 3], ImageResources = [.. "8BIM"u8, 4, 4, 0, 0, 9, 9, 9, 9] };
        MetadataBlocks blocks = MetadataRewriter.Rewrite(broken, new MetadataChanges { Policy = MetadataPolicy.All, Width = 1, Height = 1 }, out MetadataKinds lost);
        Assert.Equal(MetadataKinds.Exif | MetadataKinds.Xmp | MetadataKinds.Iptc, lost);
        Assert.True(blocks.IsEmpty);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Artist_and_copyright_are_set_and_nothing_moves(bool isBigEndian)
    {
        var changes = new MetadataChanges { Policy = MetadataPolicy.All, Artist = "Jörg", Copyright = "(c)" };
        var source = new MetadataBlocks { Exif = Samples.Exif(isBigEndian) };
        MetadataBlocks blocks = MetadataRewriter.Rewrite(source, changes, out _);
        Assert.Equal("Jörg", Text(blocks.Exif!, TiffTag.Artist));
        Assert.Equal("(c)", Text(blocks.Exif!, TiffTag.Copyright));
        Assert.Equal("Testmaker", Text(blocks.Exif!, TiffTag.Make));
        Assert.Equal(source.Exif.AsSpan().IndexOf(Samples.MakerNote), blocks.Exif.AsSpan().IndexOf(Samples.MakerNote));
        Assert.Equal((6, 4000u, 3000u), Facts(blocks.Exif!));
        Assert.Equal("Jörg", Text(MetadataRewriter.Rewrite(MetadataBlocks.None, changes, out _).Exif!, TiffTag.Artist));
    }

    [Fact]
    public void A_main_and_an_extended_packet_become_one()
    {
        const string Main = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' xmlns:xmpNote='http://ns.adobe.com/xmp/note/' xmpNote:HasExtendedXMP='ABC' a='b'/></rdf:RDF></x:xmpmeta>";
        const string Extended = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:c='d'><rdf:Description rdf:about='' c:e='f'/></rdf:RDF></x:xmpmeta>";
        var source = new MetadataBlocks { Xmp = Encoding.UTF8.GetBytes(Main), ExtendedXmp = Encoding.UTF8.GetBytes(Extended) };
        MetadataBlocks blocks = MetadataRewriter.Rewrite(source, new MetadataChanges { Policy = MetadataPolicy.All }, out MetadataKinds lost);
        Assert.Equal(MetadataKinds.None, lost);
        Assert.Null(blocks.ExtendedXmp);
        string text = Encoding.UTF8.GetString(blocks.Xmp!);
        Assert.DoesNotContain("HasExtended", text, StringComparison.Ordinal);
        Assert.Contains("<rdf:Description xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:c='d' xmlns:x='adobe:ns:meta/' rdf:about='' c:e='f'/></rdf:RDF>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_packet_is_parted_and_put_together_again()
    {
        string packet = Samples.Xmp.Replace("<dc:rights>", $"<dc:title>{new string('t', 50_000)}</dc:title><dc:rights>", StringComparison.Ordinal).Replace(" exif:GPSL", $" dc:format=\"{new string('f', 40_000)}\" exif:GPSL", StringComparison.Ordinal);
        (byte[] main, byte[] extension, string digest) = XmpExtension.Split(Encoding.UTF8.GetBytes(packet), 65_000)!.Value;
        Assert.True(main.Length <= 65_000);
        Assert.Contains(digest, Encoding.UTF8.GetString(main), StringComparison.Ordinal);
        Assert.Contains("<dc:rights>Me</dc:rights>", Encoding.UTF8.GetString(main), StringComparison.Ordinal);
        Assert.Contains(new string('t', 50_000), Encoding.UTF8.GetString(extension), StringComparison.Ordinal);
        string merged = Encoding.UTF8.GetString(XmpExtension.Merge(main, extension)!);
        Assert.Contains(new string('t', 50_000), merged, StringComparison.Ordinal);
        Assert.Contains(new string('f', 40_000), merged, StringComparison.Ordinal);
        Assert.Null(XmpExtension.Split("no packet"u8, 3));
    }

    [Fact]
    public void A_packet_that_was_parted_once_is_parted_again()
    {
        string packet = Samples.Xmp.Replace("xmlns:dc=", "xmlns:n='http://example.com/' xmlns:xmpNote=\"http://ns.adobe.com/xmp/note/\" xmlns:dc=", StringComparison.Ordinal).Replace(">Me<", $">{new string('m', 70_000)}<", StringComparison.Ordinal);
        (byte[] main, byte[] extension, string digest) = XmpExtension.Split(Encoding.UTF8.GetBytes(packet), 65_000)!.Value;
        string text = Encoding.UTF8.GetString(main);
        Assert.Contains($"xmpNote:HasExtendedXMP=\"{digest}\"", text, StringComparison.Ordinal);
        Assert.Equal(text.IndexOf("xmlns:xmpNote", StringComparison.Ordinal), text.LastIndexOf("xmlns:xmpNote", StringComparison.Ordinal));
        System.Xml.Linq.XDocument.Parse(text);
        Assert.Contains(new string('m', 70_000), Encoding.UTF8.GetString(XmpExtension.Merge(main, extension)!), StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_blocks_make_nothing_throw()
    {
        var random = new Random(2026);
        for (int i = 0; i < 3000; i++)
        {
            var source = new MetadataBlocks
            {
                Exif = HostileTests.Mutate(Source.Exif!, random),
                Xmp = HostileTests.Mutate(Source.Xmp!, random),
                ExtendedXmp = i % 3 == 0 ? HostileTests.Mutate(Source.Xmp!, random) : null,
                ImageResources = HostileTests.Mutate(Source.ImageResources!, random),
            };
            var changes = new MetadataChanges { Policy = (MetadataPolicy)(i % 2), Width = i % 4 == 0 ? null : 80, Height = i % 4 == 0 ? null : 60, Artist = i % 5 == 0 ? "a" : null };
            MetadataBlocks blocks = MetadataRewriter.Rewrite(source, changes, out _);
            if (blocks.Xmp is { Length: > 500 } packet)
                XmpExtension.Split(packet, 500);
        }
    }

    private static (int Orientation, uint? Width, uint? Height) Facts(byte[] exif)
    {
        Assert.True(TiffReader.TryOpen(exif, out TiffReader tiff));
        long directory = tiff.FindNumber(tiff.FirstDirectory, ExifTag.ExifDirectory)!.Value;
        return (ExifOrientation.Read(exif), tiff.FindNumber(directory, ExifTag.PixelXDimension), tiff.FindNumber(directory, ExifTag.PixelYDimension));
    }

    private static string Text(byte[] exif, ushort tag)
    {
        TiffFile file = TiffFile.Open(new Sources.MemorySource(exif))!;
        List<TiffFileEntry> directory = file.ReadDirectory(file.FirstDirectory, out _)!;
        byte[] value = file.ReadValue(directory.Find(e => e.Tag == tag), new Sources.MetadataLimit())!;
        return Encoding.UTF8.GetString(value).TrimEnd('\0');
    }
}
