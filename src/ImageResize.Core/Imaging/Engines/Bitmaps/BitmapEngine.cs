using ImageResize.Bitmaps;
using ImageResize.Bitmaps.Bmp;
using ImageResize.Bitmaps.Ico;
using ImageResize.Bitmaps.Pnm;
using ImageResize.Bitmaps.Tga;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata.Color;
using NetVips;

namespace ImageResize.Imaging.Engines.Bitmaps;

/// <summary>
/// BMP, TGA, PNM and icons, which the libvips that comes along does not read: decoded by src/ImageResize.Bitmaps, once for all
/// outputs, and handed to libvips as they lie in memory. Stateless.
/// </summary>
internal sealed class BitmapEngine : IImageEngine
{
    /// <summary>Larger profiles are no colour profiles.</summary>
    private const int LongestProfile = 16 << 20;

    private static readonly string Name = $"ImageResize.Bitmaps {typeof(BitmapImage).Assembly.GetName().Version!.ToString(3)}, libvips {VipsRuntime.BundledVersion}";

    /// <inheritdoc/>
    public ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        if (format is not (ImageFormat.Bmp or ImageFormat.Tga or ImageFormat.Pnm or ImageFormat.Ico or ImageFormat.Cur))
            return null;
        BitmapHeader header = BitmapFault.Translate(format, () => Read(input, format));
        byte[]? profile = ReadProfile(input, header);
        return new ImageHeader
        {
            Format = format,
            StoredSize = new PixelSize(header.Width, header.Height),
            Orientation = header is TgaHeader { IsMirrored: true } ? 2 : 1,
            HasAlpha = header.HasAlpha,
            BitDepth = header.BytesPerSample * 8,
            Channels = header.Channels,
            ColorModel = header.Channels < 3 ? ColorModel.Gray : ColorModel.Rgb,
            HasColorProfile = profile is not null,
            ColorProfileName = profile is null ? null : IccProfile.Describe(profile),
            DotsPerInch = header.DotsPerInch,
            Bitmap = header,
        }.WithColor(profile is not null && IccProfile.IsProfile(profile) ? IccProfile.Read(profile) : ColorDescription.Unspecified);
    }

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request) => header.Bitmap is not null;

    /// <inheritdoc/>
    public bool ReadsWhole(ImageHeader header, long fileLength) => true;

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests) =>
        (long)Math.Min((double)header.Bitmap!.DecodingBytes + VipsMemory.Estimate(header, requests), long.MaxValue / 2);

    /// <inheritdoc/>
    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        input.ReadWhole();
        clock.Enter(Stage.Scale);
        TieringDelay.End(); // ImageSharp is not compiled ahead.
        var results = new List<ScaleResult>();
        try
        {
            bool salvages = outputs.All(output => output.Request.OnDamage == DamagePolicy.Salvage);
            using BitmapImage decoded = Decode(header.Bitmap!, input.Memory, salvages, cancellation);
            byte[]? profile = ReadProfile(input, header.Bitmap!);
            foreach (ScaleOutput output in outputs)
                results.Add(Make(decoded, profile, header, output, clock, cancellation));
        }
        catch (BitmapException e)
        {
            results.AddRange(outputs.Select(output => new ScaleResult(output, Name) { Fault = BitmapFault.Of(header.Format, e, output.Request.OnDamage) }));
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static ScaleResult Make(BitmapImage decoded, byte[]? profile, ImageHeader header, ScaleOutput output, StageClock clock, CancellationToken cancellation)
    {
        try
        {
            clock.Enter(Stage.Scale);
            cancellation.ThrowIfCancellationRequested();
            using Image pixels = VipsPixels.Wrap(decoded, profile, header.DotsPerInch);
            ScaleRequest settled = PictureLook.Settle(header, output.Request, wanted => VipsLoader.Open(pixels, header, wanted, cancellation), () => pixels.Copy());
            output = output with { Request = settled };
            Made made = VipsOutput.Render(VipsLoader.Open(pixels, header, settled, cancellation), header, output, clock, cancellation);
            return new ScaleResult(output, Name) { Warnings = [.. WarningsOf(decoded)], Losses = [.. LossesOf(decoded, header, settled)], Quality = made.Encoded.Quality, Fault = made.Encoded.Fault };
        }
        catch (VipsException e)
        {
            cancellation.ThrowIfCancellationRequested();
            return new ScaleResult(output, Name) { Fault = EncodingFault.Of(output.Request.Format, e) };
        }
    }

    private static IEnumerable<string> WarningsOf(BitmapImage decoded)
    {
        if (decoded.Damage is { } damage)
            yield return $"The image is damaged ({damage.TrimEnd('.')}). What could be decoded was kept.";
    }

    private static IEnumerable<Loss> LossesOf(BitmapImage decoded, ImageHeader header, ScaleRequest request)
    {
        if (decoded.HasMore)
            yield return new Loss("Pictures", "Only the first of several pictures in the file was kept.") { IsContent = true };
        if (header.BitDepth > request.Holder.MaxBits)
            yield return new Loss("Depth", $"The image has {header.BitDepth} bits a sample, the output {request.Holder.MaxBits}.");
    }

    private static BitmapHeader Read(ImageInput input, ImageFormat format)
    {
        switch (format)
        {
            case ImageFormat.Bmp:
                return BmpHeaderReader.Read(input.Head, input.Length);
            case ImageFormat.Pnm:
                return PnmHeaderReader.Read(input.Head);
            case ImageFormat.Tga:
                return ReadTga(input);
            default:
                using (Stream stream = input.OpenStream())
                    return IcoHeaderReader.Read(stream);
        }
    }

    /// <summary>TGA has no signature: what makes no sense as one is some other file under that name.</summary>
    private static TgaHeader ReadTga(ImageInput input)
    {
        try
        {
            return TgaHeader.Read(input.Head, input.Length);
        }
        catch (BitmapException e) when (e.IsDamage)
        {
            throw new ImageResizeException(ImageErrorId.NotAnImage, "The content is no TGA image, and no other that is known, whatever the name says.", e);
        }
    }

    private static BitmapImage Decode(BitmapHeader header, ReadOnlyMemory<byte> file, bool salvages, CancellationToken cancellation) => header switch
    {
        BmpHeader bmp => BmpReader.Decode(bmp, file, salvages, cancellation),
        TgaHeader tga => TgaReader.Decode(tga, file, salvages, cancellation),
        PnmHeader pnm => PnmReader.Decode(pnm, file, salvages, cancellation),
        IcoHeader ico => IcoReader.Decode(ico, file, salvages, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(header)),
    };

    /// <summary>The colour profile; null without, and where it does not lie in the file.</summary>
    private static byte[]? ReadProfile(ImageInput input, BitmapHeader header)
    {
        (long offset, int length) = header.Profile;
        if (length is <= 0 or > LongestProfile || offset + length > input.Length)
            return null;
        using Stream stream = input.OpenStream();
        stream.Position = offset;
        byte[] profile = new byte[length];
        stream.ReadExactly(profile);
        return profile;
    }
}
