using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImageResize.Imaging;

namespace ImageResize.Batch.Journal;

/// <summary>A short name for all options that shape an output: with others it must be made again.</summary>
internal static class OptionsHash
{
    /// <summary>Raised when outputs come out differently under the same options.</summary>
    private const int Version = 3;

    /// <summary>The hash, 16 hexadecimal digits.</summary>
    /// <param name="options">What is wanted of every image.</param>
    /// <param name="sizes">The sizes asked for.</param>
    /// <param name="formats">The formats asked for.</param>
    /// <param name="pages">The pages asked for.</param>
    /// <param name="pixelRatios">The pixels of screens for one of a page.</param>
    public static string Of(ConvertOptions options, IEnumerable<TargetSize> sizes, IEnumerable<ImageFormat> formats, PageSelection? pages, IEnumerable<double> pixelRatios)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Version}|{options.Mode}|{options.Position}|{options.ColorSpace}|{options.AllowEnlarge}|{string.Join(',', formats)}|{options.Quality}|{options.Metadata}|{options.PreserveTimestamp}|{options.Progressive}|{options.OnDamage}|{(options.Edits == PictureEdits.None ? null : JsonSerializer.Serialize(options.Edits) + "|")}{(options.Lossless ? "Lossless|" : null)}{(options.NearLossless ? "NearLossless|" : null)}{(options.Dither == 1 ? null : $"Dither {options.Dither}|")}{(options.TargetLength is { } target ? $"Target {target} {options.QualityLimit} {options.AllowShrink}|" : null)}{(options.Effort is { } effort ? $"Effort {effort}|" : null)}{options.ChromaSubsampling}|{options.Compression}|{options.BitDepth}|{(options is { Artist: null, Copyright: null } ? null : $"{options.Artist?.Length}:{options.Artist}|{options.Copyright}|")}{(options.KeepSmaller ? "KeepSmaller|" : null)}{(options.AsksForEncoding ? "Encoding|" : null)}{(options.Recompressed is [] ? null : $"Recompressed {string.Join(',', options.Recompressed)}|")}{(pages is null ? null : $"Page {pages}|")}{string.Join(',', sizes)}{string.Concat(pixelRatios.Select(ratio => string.Create(CultureInfo.InvariantCulture, $"@{ratio}")))}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
