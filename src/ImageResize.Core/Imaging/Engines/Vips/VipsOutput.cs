using ImageResize.Bitmaps.Gif;
using ImageResize.Files;
using ImageResize.Metadata;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>From an image of libvips that shows what an output shall, to the output. Stateless, thread safe.</summary>
internal static class VipsOutput
{
    /// <summary>Outputs above this many pixels are not held in memory but encoded as they are decoded.</summary>
    public const long InMemoryPixels = 32_000_000;

    /// <summary>Images up to this many pixels are done before anyone could lose patience: no need to watch for a stop.</summary>
    private const long QuickPixels = 8_000_000;

    /// <summary>Computes the pixels of an output and encodes them. Takes over <paramref name="scaled"/>.</summary>
    public static Made Render(Image scaled, ImageHeader header, ScaleOutput output, StageClock clock, CancellationToken cancellation)
    {
        ScaleRequest request = output.Request;
        if (request.Edits.Density is { } density)
            scaled = VipsPixels.WithDensity(scaled, density);
        using Image lazy = VipsMetadata.CarriesGainMap(header, request) ? VipsMetadata.WithoutThumbnail(scaled) : scaled;
        StopWhenAsked(lazy, header, cancellation);

        bool inMemory = (long)lazy.Width * lazy.Height <= InMemoryPixels || request.TargetLength is not null;
        using Image pixels = inMemory ? lazy.CopyMemory() : lazy.Copy();
        cancellation.ThrowIfCancellationRequested();
        if (inMemory)
        {
            clock.Enter(Stage.Encode);
            StopWhenAsked(pixels, header, cancellation);
        }

        return Encode(pixels, header, output, mayTryAgain: inMemory, cancellation);
    }

    /// <summary>Encodes pixels with their metadata, once or until the output is as short as it shall be.</summary>
    /// <param name="pixels">The pixels as the output has them.</param>
    /// <param name="header">The header of the image that they are of, with its parts.</param>
    /// <param name="output">What is wanted, and where it is encoded to.</param>
    /// <param name="mayTryAgain">Whether the pixels can be read twice.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <exception cref="VipsException">libvips does not encode it.</exception>
    public static Made Encode(Image pixels, ImageHeader header, ScaleOutput output, bool mayTryAgain, CancellationToken cancellation)
    {
        var lost = MetadataKinds.None;
        Encoded encoded = LengthTarget.Encode(output, (trial, target) =>
        {
            bool hasProfile = Encode(pixels, target, trial, VipsMetadata.Keep(header, trial), mayTryAgain, cancellation);
            cancellation.ThrowIfCancellationRequested();
            lost = VipsMetadata.Write(target, header, trial) | (hasProfile ? MetadataKinds.None : MetadataKinds.Icc);
        });
        return new Made(lost, encoded);
    }

    /// <summary>Encodes an animation as GIF, whose frames are decoded and scaled meanwhile.</summary>
    /// <param name="frames">The frames, from the first.</param>
    /// <param name="header">The header of the image that they are of, with its parts.</param>
    /// <param name="output">What is wanted, and where it is encoded to.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <exception cref="VipsException">A frame cannot be decoded.</exception>
    public static Made Encode(ScaledFrames frames, ImageHeader header, ScaleOutput output, CancellationToken cancellation)
    {
        var lost = MetadataKinds.None;

        // GIF has no quality that could be searched for: it is encoded once.
        Encoded encoded = LengthTarget.Encode(output, (request, target) =>
        {
            GifEncoder.Write(frames, frames.Plays, request.Dither, target, cancellation);
            lost = VipsMetadata.Write(target, header, request);
        });
        return new Made(lost, encoded);
    }

    /// <summary>A broken profile is carried along unseen and fails only here. The picture is sound: it is encoded without. False where it was.</summary>
    private static bool Encode(Image pixels, OutputBuffer target, ScaleRequest request, Enums.ForeignKeep keep, bool mayTryAgain, CancellationToken cancellation)
    {
        try
        {
            VipsSaver.Save(pixels, target, request, keep, cancellation);
            return true;
        }
        catch (VipsException) when (mayTryAgain && keep != Enums.ForeignKeep.None)
        {
            target.Clear();
            VipsSaver.Save(pixels, target, request, Enums.ForeignKeep.None, cancellation);
            return false;
        }
    }

    /// <summary>
    /// libvips looks between two strips of pixels whether it shall go on. Some encoders (AVIF, WebP) take all pixels
    /// first and then work for long without looking.
    /// </summary>
    public static void StopWhenAsked(Image image, ImageHeader header, CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled && header.TotalPixels > QuickPixels)
            image.SetProgress(SilentProgress.Instance, cancellation);
    }
}
