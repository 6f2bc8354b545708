using ImageResize.Files;
using ImageResize.Jpeg.Encoding;
using ImageResize.Metadata;
using ImageResize.Metadata.Jpeg;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Encodes an image, with the settings that a format is best served by.</summary>
internal static class VipsSaver
{
    /// <summary>Encodes; the quality counts for the lossy formats.</summary>
    public static void Save(Image image, OutputBuffer target, ScaleRequest request, Enums.ForeignKeep keep, CancellationToken cancellation)
    {
        int quality = request.Quality;
        Enums.ForeignSubsample chroma = request.ChromaSubsampling switch
        {
            ChromaSubsampling.Yuv420 => Enums.ForeignSubsample.On,
            ChromaSubsampling.Yuv444 => Enums.ForeignSubsample.Off,
            _ => Enums.ForeignSubsample.Auto,
        };
        switch (request.Format)
        {
            case ImageFormat.Jpeg:
                image.JpegsaveStream(target, q: quality, optimizeCoding: true, interlace: request.Progressive, subsampleMode: chroma, keep: keep);
                if (!keep.HasFlag(Enums.ForeignKeep.Exif) && image.Bands <= 3)
                    PutDensity(target, request.Edits.Density ?? (request.Metadata == MetadataPolicy.None ? 0 : VipsPixels.DensityOf(image)));
                break;
            case ImageFormat.Png when request.AllFrames && VipsFrames.Count(image) > 1:
                VipsAnimatedPngSaver.Save(image, target, request.Progressive, request.Effort, keepsProfile: keep != Enums.ForeignKeep.None);
                break;
            case ImageFormat.Png:
                image.PngsaveStream(target, compression: EncodingEffort.Deflate(request.Effort), interlace: request.Progressive, keep: keep);
                break;
            case ImageFormat.WebP:
                // Without loss the quality means effort, and what is under transparent pixels counts, too.
                image.WebpsaveStream(
                    target,
                    q: request.Lossless ? EncodingEffort.LosslessWebP(request.Effort) : quality,
                    lossless: request.Lossless,
                    exact: request.Lossless,
                    nearLossless: request.NearLossless,
                    smartSubsample: request.ChromaSubsampling == ChromaSubsampling.Yuv444,
                    effort: EncodingEffort.WebP(request.Effort),
                    keep: keep);
                break;
            case ImageFormat.Gif when VipsGifSaver.CanSave(image, request):
                VipsGifSaver.Save(image, target, request.Dither, cancellation);
                break;
            case ImageFormat.Gif:
                image.GifsaveStream(target, effort: EncodingEffort.Gif(request.Effort), dither: request.Dither, keep: keep);
                break;
            case ImageFormat.Tiff:
                image.TiffsaveStream(target, compression: CompressionOf(image, request), q: quality, predictor: Enums.ForeignTiffPredictor.Horizontal, level: EncodingEffort.Deflate(request.Effort), keep: keep);
                break;
            case ImageFormat.Avif:
                image.HeifsaveStream(target, q: quality, bitdepth: request.BitDepth ?? AvifDepth(image), compression: Enums.ForeignHeifCompression.Av1, lossless: request.Lossless, effort: EncodingEffort.Avif(request.Effort), subsampleMode: chroma, keep: keep);
                break;
            case ImageFormat.Bmp:
                VipsBitmapSaver.SaveBmp(image, target);
                break;
            case ImageFormat.Ico:
                VipsBitmapSaver.SaveIco(image, target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request.Format, null);
        }
    }

    private static Enums.ForeignTiffCompression CompressionOf(Image image, ScaleRequest request) => request.Compression switch
    {
        TiffCompression.None => Enums.ForeignTiffCompression.None,
        TiffCompression.Deflate => Enums.ForeignTiffCompression.Deflate,
        TiffCompression.Jpeg when image is { Format: Enums.BandFormat.Uchar, Bands: 1 or 3 } => Enums.ForeignTiffCompression.Jpeg,
        _ => Enums.ForeignTiffCompression.Lzw,
    };

    /// <summary>The bits of an AVIF's samples: those of the source where that is one, all that the format has for what is deeper.</summary>
    private static int AvifDepth(Image image) => image.Format != Enums.BandFormat.Ushort ? 8
        : image.Contains("heif-compression") && image.Contains("bits-per-sample") && (int)image.Get("bits-per-sample") == 10 ? 10
        : 12;

    /// <summary>libvips tells the density of a JPEG in EXIF, or not at all.</summary>
    private static void PutDensity(OutputBuffer target, double dotsPerInch)
    {
        if (dotsPerInch <= 0)
            return;
        byte[] encoded = target.Written.ToArray();
        target.Clear();
        var markers = new MarkerWriter(target);
        markers.WriteAlone(Marker.Soi);
        markers.WriteJfif(dotsPerInch);
        target.Write(encoded.AsSpan(sizeof(ushort)));
    }
}
