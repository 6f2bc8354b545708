using System.Buffers;
using System.Buffers.Binary;
using ImageResize.Pixels;
using ImageResize.Pixels.Resampling;

namespace ImageResize.Png;

/// <summary>How to make one output. Immutable, so it may be shared by threads.</summary>
public sealed record PngScaleOptions
{
    /// <summary>Width of the upright output in pixels, 1 to <see cref="PngHeader.MaxDimension"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the upright output in pixels, 1 to <see cref="PngHeader.MaxDimension"/>. The aspect need not be that of the source.</summary>
    public required int Height { get; init; }

    /// <summary>The part of the upright source to show; null for all of it.</summary>
    public SourceRegion? Crop { get; init; }

    /// <summary>The orientation to apply, 1 to 8 as in EXIF; 1 for none.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>What to do about damage.</summary>
    public PngDamagePolicy OnDamage { get; init; }

    /// <summary>Whether to write an interlaced image (Adam7), which is larger.</summary>
    public bool Progressive { get; init; }

    /// <summary>Whether an image of too many colours for a palette is written with one all the same, where it looks the same: for a source that has a palette.</summary>
    public bool KeepsPalette { get; init; }

    /// <summary>How hard to compress: 0 for the quickest to 10 for the smallest file; null for what suits many images, which is like 4.</summary>
    public int? Effort { get; init; }

    /// <summary>Ancillary chunks for the output. The writer puts them in the order that the specification asks for.</summary>
    public IReadOnlyList<PngRawChunk> Chunks { get; init; } = [];

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or the crop outside the image.</exception>
    internal void Validate(PngHeader header)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Width, PngHeader.MaxDimension);
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Height, PngHeader.MaxDimension);
        if (Effort is < 0 or > 10)
            throw new ArgumentOutOfRangeException(nameof(Effort), Effort, "An effort is 0 to 10.");
        if (Orientation is < 1 or > 8)
            throw new ArgumentOutOfRangeException(nameof(Orientation), Orientation, "An orientation is 1 to 8.");
        if (Crop is not { } crop)
            return;
        (int width, int height) = UprightSize(header);
        if (!crop.IsWithin(width, height))
            throw new ArgumentOutOfRangeException(nameof(Crop), crop, "The region is not within the upright image.");
    }

    /// <summary>What is to be rendered for these options.</summary>
    internal RenderPlan Plan(PngHeader header, PixelFormat format, (byte Red, byte Green, byte Blue) background)
    {
        (int width, int height) = UprightSize(header);
        return new RenderPlan(Width, Height, Crop ?? new SourceRegion(0, 0, width, height), new Orientation(Orientation), format, background);
    }

    private (int Width, int Height) UprightSize(PngHeader header) =>
        Orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
}

/// <summary>One of several PNG outputs of a source.</summary>
/// <param name="Options">How to make it. <see cref="PngScaleOptions.OnDamage"/> may differ between outputs; the strictest policy rules.</param>
/// <param name="Target">Where to write it.</param>
public readonly record struct PngOutput(PngScaleOptions Options, IBufferWriter<byte> Target);

/// <summary>An ancillary chunk to write.</summary>
/// <param name="Name">Its four letters.</param>
/// <param name="Data">Its data, at most 2³¹ - 1 bytes.</param>
public readonly record struct PngRawChunk(string Name, ReadOnlyMemory<byte> Data)
{
    /// <summary>The pHYs chunk: pixels across and down, by metre (PNG specification, third edition, 11.3.4.3).</summary>
    /// <param name="dotsPerInch">Pixels per inch, above 0.</param>
    public static PngRawChunk OfDensity(double dotsPerInch)
    {
        const double MetresPerInch = 0.0254;
        const byte Metre = 1;
        var data = new byte[2 * sizeof(uint) + 1];
        uint density = (uint)Math.Clamp(Math.Round(dotsPerInch / MetresPerInch), 1, int.MaxValue);
        BinaryPrimitives.WriteUInt32BigEndian(data, density);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(sizeof(uint)), density);
        data[^1] = Metre;
        return new PngRawChunk("pHYs", data);
    }
}

/// <summary>What became of one source.</summary>
/// <param name="Warnings">Oddities that did no harm.</param>
/// <param name="Damage">What was damaged and salvaged; null for a sound source.</param>
public sealed record PngScaleResult(PngWarnings Warnings, PngDamage? Damage)
{
    /// <summary>The part of the time that went into encoding, all outputs together.</summary>
    public TimeSpan EncodingTime { get; init; }
}
