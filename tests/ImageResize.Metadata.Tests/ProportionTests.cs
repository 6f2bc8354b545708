using System.Text;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Rewriting;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;
using ImageResize.Metadata.Xmp;

namespace ImageResize.Metadata.Tests;

/// <summary>Small files made to cost much time or memory cost little. Where they did not, these tests would run for minutes or end the process.</summary>
public sealed class ProportionTests
{
    [Fact]
    public void Extents_of_no_bytes_end_somewhere()
    {
        // 60,000 items, each of which claims 65,535 extents whose offsets and lengths take no byte.
        const int Items = 60_000;
        byte[] infe = [0, 0, 0, 21, .. "infe"u8, 2, 0, 0, 0, 0, 1, 0, 0, .. "av01"u8, 0];
        var iinf = new MemoryStream();
        var iloc = new MemoryStream();
        iloc.Write([1, 0, 0, 0, 0, 0, Items >> 8, Items & 255]);
        iinf.Write([0, 0, 0, 0, Items >> 8, Items & 255]);
        for (int i = 1; i <= Items; i++)
        {
            (infe[12], infe[13]) = ((byte)(i >> 8), (byte)i);
            iinf.Write(infe);
            iloc.Write([(byte)(i >> 8), (byte)i, 0, 0, 0, 0, 0xFF, 0xFF]);
        }

        byte[] meta = [0, 0, 0, 0, .. Box("pitm", [0, 0, 0, 0, 0, 1]), .. Box("iinf", iinf.ToArray()), .. Box("iloc", iloc.ToArray())];
        byte[] file = [.. Box("ftyp", "avif\0\0\0\0"u8.ToArray()), .. Box("meta", meta)];
        Assert.NotNull(PartsReader.Read(new MemorySource(file)));
        BlockWriter.Write(new MemorySource(file), ContainerFormat.IsoMedia, new MetadataBlocks { Xmp = "<a/>"u8.ToArray() }, new MemoryStream());
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < 200_000_000);
    }

    [Fact]
    public void Directories_that_overlap_are_not_all_kept()
    {
        // 4,000 directories a byte apart, each with thousands of entries.
        var file = new byte[200_000];
        "II*\0"u8.CopyTo(file);
        var numbers = new Samples.Numbers(false);
        numbers.Long(8).CopyTo(file, 4);
        numbers.Short(1).CopyTo(file, 8);
        byte[] entry = [.. numbers.Short(TiffTag.SubDirectories), .. numbers.Short(4), .. numbers.Long(4000), .. numbers.Long(100)];
        entry.CopyTo(file, 10);
        for (int i = 0; i < 4000; i++)
            numbers.Long((uint)(20_000 + 2 * i)).CopyTo(file, 100 + 4 * i);
        file.AsSpan(20_000, 10_000).Fill(0x0F);
        ImageParts parts = PartsReader.Read(new MemorySource(file))!;
        Assert.NotNull(parts.Problem);
        Assert.True(parts.OtherPictures.Length < 100);
    }

    [Fact]
    public void Values_of_EXIF_that_all_overlap_make_the_block_too_broken()
    {
        var main = new TiffContent();
        var numbers = new Samples.Numbers(false);
        for (int tag = 1; tag < 900; tag++)
            main.Set((ushort)(0x9000 + tag), TiffType.Long, numbers.Long(0));
        byte[] block = [.. TiffBuilder.Build(main, false, int.MaxValue), .. new byte[8_000_000]];
        for (int i = 0; i < 899; i++)
        {
            numbers.Short(TiffType.Undefined).CopyTo(block, 10 + 12 * i + 2);
            numbers.Long((uint)block.Length - 100).CopyTo(block, 10 + 12 * i + 4);
            numbers.Long(50).CopyTo(block, 10 + 12 * i + 8);
        }

        Assert.Equal(0, ExifRewriter.Rewrite(block, 1, 1, dropsLocation: true));
    }

    [Fact]
    public void Declarations_are_not_repeated_without_end()
    {
        string declarations = string.Concat(Enumerable.Range(0, 20_000).Select(i => $" xmlns:n{i}='u'"));
        string properties = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<n{i}:p>v</n{i}:p>"));
        byte[] packet = Encoding.UTF8.GetBytes($"<rdf:RDF{declarations}><rdf:Description>{properties}</rdf:Description></rdf:RDF>");
        Assert.Null(XmpExtension.Split(packet, 65_000));
        byte[] many = Encoding.UTF8.GetBytes($"<rdf:RDF{declarations}>{string.Concat(Enumerable.Repeat("<rdf:Description/>", 20_000))}</rdf:RDF>");
        Assert.Null(XmpExtension.Merge(packet, many));
    }

    [Fact]
    public void A_million_empty_texts_are_not_free()
    {
        byte[] chunk = Samples.Chunk("tEXt", "a\0"u8);
        var texts = new MemoryStream();
        for (int i = 0; i < 900_000; i++)
            texts.Write(chunk);
        ImageParts parts = PartsReader.Read(new MemorySource(Samples.Png(texts.ToArray())))!;
        Assert.InRange(parts.Metadata.Texts.Length, 1, 300_000);
        Assert.Equal(900_000, parts.Metadata.Texts.Length + parts.BlocksNotTaken);
    }

    [Fact]
    public void A_header_of_empty_segments_is_refused()
    {
        var segments = new MemoryStream();
        for (int i = 0; i < 1_000_000; i++)
            segments.Write([0xFF, 0xE5, 0, 2]);
        byte[] file = Samples.Jpeg(segments.ToArray());
        Assert.Throws<MetadataFormatException>(() => BlockWriter.Write(new MemorySource(file), ContainerFormat.Jpeg, MetadataBlocks.None, new MemoryStream()));
        Assert.NotNull(PartsReader.Read(new MemorySource(file)));
    }

    private static byte[] Box(string type, byte[] content) => [.. new Samples.Numbers(true).Long((uint)(8 + content.Length)), .. Encoding.ASCII.GetBytes(type), .. content];
}
