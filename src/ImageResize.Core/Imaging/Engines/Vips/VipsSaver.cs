using ImageResize.Files;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Encodes an image, with the settings that a format is best served by.</summary>
internal static class VipsSaver
{
    private const int PngCompression = 6;

    // libvips' defaults for these are made for one image, not for a hundred thousand.
    private const int GifEffort = 4;
    private const int AvifEffort = 3;
    private const int LosslessWebPEffort = 75;

    /// <summary>Encodes; the quality counts for the lossy formats.</summary>
    public static void Save(Image image, OutputBuffer target, ScaleRequest request, Enums.ForeignKeep keep)
    {
        int quality = request.Quality;
        switch (request.Format)
        {
            case ImageFormat.Jpeg:
                image.JpegsaveStream(target, q: quality, optimizeCoding: true, interlace: request.Progressive, keep: keep);
                break;
            case ImageFormat.Png when request.AllFrames && VipsFrames.Count(image) > 1:
                VipsAnimatedPngSaver.Save(image, target, request.Progressive, keepsProfile: keep != Enums.ForeignKeep.None);
                break;
            case ImageFormat.Png:
                image.PngsaveStream(target, compression: PngCompression, interlace: request.Progressive, keep: keep);
                break;
            case ImageFormat.WebP:
                // Without loss the quality means effort, and what is under transparent pixels counts, too.
                image.WebpsaveStream(target, q: request.Lossless ? LosslessWebPEffort : quality, lossless: request.Lossless, exact: request.Lossless, keep: keep);
                break;
            case ImageFormat.Gif:
                image.GifsaveStream(target, effort: GifEffort, keep: keep);
                break;
            case ImageFormat.Tiff:
                image.TiffsaveStream(target, compression: Enums.ForeignTiffCompression.Lzw, predictor: Enums.ForeignTiffPredictor.Horizontal, keep: keep);
                break;
            case ImageFormat.Avif:
                image.HeifsaveStream(target, q: quality, bitdepth: AvifDepth(image), compression: Enums.ForeignHeifCompression.Av1, lossless: request.Lossless, effort: AvifEffort, keep: keep);
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

    /// <summary>The bits of an AVIF's samples: those of the source where that is one, all that the format has for what is deeper.</summary>
    private static int AvifDepth(Image image) => image.Format != Enums.BandFormat.Ushort ? 8
        : image.Contains("heif-compression") && image.Contains("bits-per-sample") && (int)image.Get("bits-per-sample") == 10 ? 10
        : 12;
}
