using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImageResize.Imaging;

namespace ImageResize.Batch.Journal;

/// <summary>A short name for all options that shape an output: with others it must be made again.</summary>
internal static class OptionsHash
{
    /// <summary>Raised when outputs come out differently under the same options.</summary>
    private const int Version = 2;

    /// <summary>The hash, 16 hexadecimal digits.</summary>
    public static string Of(ConvertOptions options, IEnumerable<TargetSize> sizes)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Version}|{options.Mode}|{options.Position}|{options.ColorSpace}|{options.AllowEnlarge}|{options.Format}|{options.Quality}|{options.Metadata}|{options.PreserveTimestamp}|{options.Progressive}|{options.OnDamage}|{(options.Lossless ? "Lossless|" : null)}{string.Join(',', sizes)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
