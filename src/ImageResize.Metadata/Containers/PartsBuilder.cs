using System.Collections.Immutable;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Xmp;

namespace ImageResize.Metadata.Containers;

/// <summary>Collects what a container's reader finds, and draws from it what is the same for all containers. Belongs to one reading.</summary>
internal sealed class PartsBuilder(ByteSource source, MetadataLimit limit)
{
    public ByteSource Source { get; } = source;

    public MetadataLimit Limit { get; } = limit;

    public List<byte[]> Exif { get; } = [];

    public byte[]? Xmp { get; set; }

    public byte[]? ExtendedXmp { get; set; }

    public byte[]? Iptc { get; set; }

    public byte[]? ImageResources { get; set; }

    public byte[]? Icc { get; set; }

    public List<TextEntry> Texts { get; } = [];

    public List<OtherPicture> OtherPictures { get; } = [];

    public List<TrailingData> Trailing { get; } = [];

    /// <summary>The lengths of application segments of unknown content, by their names, in the file's order.</summary>
    public OrderedDictionary<string, long> OtherSegments { get; } = [];

    public bool HasGainMap { get; set; }

    public long GainMapLength { get; set; }

    /// <summary>Blocks that are there but broken; those beyond the limit are counted by it.</summary>
    public int BrokenBlocks { get; set; }

    public string? Problem { get; set; }

    /// <summary>A block of the source; null, and counted, where it cannot be had.</summary>
    public byte[]? Take(long offset, long length) => Source.Take(offset, length, Limit);

    /// <summary>Takes an EXIF block, without the signature that belongs to JPEG alone and that some writers put everywhere.</summary>
    public void AddExif(byte[]? exif)
    {
        if (exif is null)
            return;
        if (exif.AsSpan().StartsWith("Exif\0"u8) && exif.Length >= 6)
            exif = exif[6..];
        if (exif.AsSpan().StartsWith("II"u8) || exif.AsSpan().StartsWith("MM"u8))
            Exif.Add(exif);
        else
            BrokenBlocks++;
    }

    /// <summary>All that was found, on top of what the container's reader knows by itself.</summary>
    /// <param name="parts">What it knows.</param>
    /// <param name="color">What the container says of the colours besides a profile; null for nothing.</param>
    /// <param name="turns">Whether EXIF's orientation counts in this container.</param>
    public ImageParts Build(ImageParts parts, ColorDescription? color = null, bool turns = true)
    {
        ExifSummary[] summaries = [.. Exif.Select(exif => ExifSummary.Read(exif))];
        int? orientation = turns ? summaries.FirstOrDefault(s => s.Orientation is not null)?.Orientation : null;
        bool isProfile = Icc is not null && IccProfile.IsProfile(Icc);
        if (Icc is not null && !isProfile)
            BrokenBlocks++;
        ExifSummary? colorful = summaries.FirstOrDefault(s => s.TellsColor);
        // In PNG code points override a profile (11.3.2.6); in AVIF and HEIF, where writers put both, the profile is the finer word. It overrides anything else.
        bool areCodePointsFirst = color is { Origin: ColorOrigin.CodePoints } && (parts.Format == ContainerFormat.Png || !isProfile);
        ColorDescription told = areCodePointsFirst ? color!
            : isProfile ? IccProfile.Read(Icc) with { CodePoints = color?.CodePoints }
            : color is null or { Origin: ColorOrigin.None, Channels: ColorChannels.Rgb } && colorful is not null ? ColorDescription.FromExif(colorful.ColorSpace, colorful.InteroperabilityIndex) with { CodePoints = color?.CodePoints }
            : color ?? ColorDescription.Unspecified;
        return parts with
        {
            Orientation = orientation ?? parts.Orientation,
            OtherPictures = [.. OtherPictures],
            Trailing = [.. Trailing],
            OtherSegments = [.. OtherSegments.Select(segments => new OtherSegments(segments.Key, segments.Value))],
            HasGainMap = HasGainMap,
            ThumbnailLength = summaries.Sum(s => s.ThumbnailLength),
            Color = told,
            Problem = Problem,
            BlocksNotTaken = BrokenBlocks + Limit.Refused,
            ExceedsLimit = Limit.Refused > 0,
            Metadata = Blocks() with { Icc = isProfile ? Icc : null },
        };
    }

    /// <summary>The blocks that were found.</summary>
    public MetadataBlocks Blocks() => new()
    {
        Exif = Exif.FirstOrDefault(),
        FurtherExif = [.. Exif.Skip(1)],
        Xmp = Xmp,
        ExtendedXmp = ExtendedXmp,
        Iptc = Iptc,
        ImageResources = ImageResources,
        Icc = Icc,
        Texts = [.. Texts],
    };
}
