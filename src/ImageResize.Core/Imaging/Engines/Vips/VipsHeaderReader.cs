using ImageResize.Files;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Reads the header of an image through libvips; no pixel is decoded. Stateless.</summary>
internal static class VipsHeaderReader
{
    private const string ExifGpsPrefix = "exif-ifd3-";

    /// <summary>What the container of a file tells of it, by our own readers.</summary>
    /// <exception cref="ImageResizeException">It is sound, but of a kind that is not read; or it cannot be read at all.</exception>
    public static ImageParts? ReadHeadParts(ImageInput input, ImageFormat format)
    {
        ImageParts? parts = ReadHeadParts(input);
        return parts is not null && UnsupportedKind.WhyNot(parts, format) is { } fault ? throw new ImageResizeException(fault) : parts;
    }

    /// <summary>What libvips tells of a file.</summary>
    /// <exception cref="VipsException">libvips does not understand it.</exception>
    /// <exception cref="ImageResizeException">It cannot be read.</exception>
    public static DecoderFacts ReadFacts(ImageInput input, ImageFormat format, ImageParts? parts, DecoderMessages messages)
    {
        messages.Claim();
        if (format == ImageFormat.Jpeg && parts is { Height: 0, Problem: null })
            input.ReadWhole();
        using var source = VipsSource.ForDecoding(input, format, parts, messages);
        try
        {
            using Image image = Image.NewFromSource(source.Source, parts is { MainDirectory: > 0 and var page } ? $"page={page}" : string.Empty, access: Enums.Access.Sequential, failOn: Enums.FailOn.None);
            DecoderFacts facts = FactsOf(image);
            return facts with { OpensSilently = messages.Messages.Count == 0 };
        }
        catch (VipsException)
        {
            source.ThrowIfFaulted();
            throw;
        }
    }

    /// <summary>The header by what libvips tells and what the container does.</summary>
    public static ImageHeader Describe(DecoderFacts facts, ImageFormat format, ImageParts? parts)
    {
        byte[]? profile = parts?.Metadata.Icc;
        return new ImageHeader
        {
            Format = format,
            StoredSize = new PixelSize(facts.Width, facts.PageHeight),
            // Texts of PNG, which may hold EXIF, are kept from libvips. A WebP whose flags forget its EXIF has it all the same, and readers heed it.
            Orientation = format is ImageFormat.WebP or ImageFormat.Png && parts is not null ? parts.Orientation : facts.Orientation,
            // libvips counts smaller versions of the picture, too.
            Pages = format == ImageFormat.Tiff && parts is not null ? parts.Pages : facts.Pages,
            // libvips takes every channel too many for alpha; a TIFF says what its channels are.
            HasAlpha = format == ImageFormat.Tiff && parts is not null ? parts.HasAlpha : facts.HasAlpha,
            BitDepth = facts.BitDepth,
            Channels = facts.Channels,
            ColorModel = facts.ColorModel,
            IsInterlaced = facts.IsInterlaced,
            HasColorProfile = profile is not null,
            ColorProfileName = profile is null ? null : IccProfile.Describe(profile),
            Metadata = [.. facts.Metadata.Union(format == ImageFormat.Png && parts is not null ? TextKinds(parts) : [])],
            DotsPerInch = facts.DotsPerInch,
            OpensSilently = facts.OpensSilently,
            Parts = parts,
        }.WithColor(parts?.Color ?? ColorDescription.Unspecified);
    }

    /// <summary>All that a file holds.</summary>
    /// <param name="input">The file.</param>
    /// <param name="head">What was found in its head already; null where nothing was looked for.</param>
    /// <exception cref="ImageResizeException">It cannot be read.</exception>
    public static ImageParts? ReadParts(ImageInput input, ImageParts? head)
    {
        try
        {
            using Stream stream = input.OpenStream();
            var source = new StreamSource(stream);
            return head is null ? PartsReader.Read(source, input.MostMetadata, input.Page) : PartsReader.ReadRest(head, source);
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }

    private static ImageParts? ReadHeadParts(ImageInput input)
    {
        try
        {
            using Stream stream = input.OpenStream();
            return PartsReader.ReadHead(new StreamSource(stream), input.MostMetadata, input.Page);
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }

    private static DecoderFacts FactsOf(Image image)
    {
        string[] fields = image.GetFields();
        return new DecoderFacts(image.Width, image.PageHeight)
        {
            Orientation = fields.Contains("orientation") ? Math.Clamp((int)image.Get("orientation"), 1, 8) : 1,
            Pages = fields.Contains("n-pages") ? Math.Max(1, (int)image.Get("n-pages")) : 1,
            HasAlpha = image.HasAlpha(),
            BitDepth = Bits(image.Format),
            Channels = image.Bands,
            ColorModel = Model(image),
            IsInterlaced = fields.Contains("interlaced") && (int)image.Get("interlaced") != 0,
            Metadata = [.. Kinds(fields)],
            DotsPerInch = VipsPixels.DensityOf(image),
        };
    }

    private static IEnumerable<string> Kinds(string[] fields)
    {
        if (fields.Contains("exif-data"))
            yield return "Exif";
        if (fields.Any(field => field.StartsWith(ExifGpsPrefix, StringComparison.Ordinal)))
            yield return "Gps";
        if (fields.Contains("jpeg-thumbnail-data"))
            yield return "Thumbnail";
        if (fields.Contains("xmp-data"))
            yield return "Xmp";
        if (fields.Contains("iptc-data"))
            yield return "Iptc";
        if (fields.Contains("gainmap") || fields.Contains("gainmap-data"))
            yield return "GainMap";
    }

    /// <summary>What a PNG can have in its texts, which libvips does not see.</summary>
    private static IEnumerable<string> TextKinds(ImageParts parts)
    {
        if (parts.Metadata.Exif is not null)
            yield return "Exif";
        if (parts.Metadata.Xmp is not null)
            yield return "Xmp";
        if (parts.Metadata is not { Iptc: null, ImageResources: null })
            yield return "Iptc";
    }

    private static int Bits(Enums.BandFormat format) => format switch
    {
        Enums.BandFormat.Uchar or Enums.BandFormat.Char => 8,
        Enums.BandFormat.Ushort or Enums.BandFormat.Short => 16,
        Enums.BandFormat.Double or Enums.BandFormat.Complex => 64,
        _ => 32,
    };

    private static ColorModel Model(Image image) => image.Interpretation switch
    {
        Enums.Interpretation.Bw or Enums.Interpretation.Grey16 => ColorModel.Gray,
        Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Rgb16 or Enums.Interpretation.Scrgb => ColorModel.Rgb,
        Enums.Interpretation.Cmyk => ColorModel.Cmyk,
        Enums.Interpretation.Multiband => image.Bands < 3 ? ColorModel.Gray : ColorModel.Rgb,
        _ => ColorModel.Other,
    };
}
