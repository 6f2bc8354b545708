using ImageResize.Metadata;

namespace ImageResize.Imaging;

/// <summary>
/// Sound images of kinds that no engine reads. They are told apart by what their container says, before a decoder could call
/// them damaged, and whatever output is wanted.
/// </summary>
internal static class UnsupportedKind
{
    /// <summary>Codings of TIFF that are out of the ordinary and read all the same.</summary>
    private static readonly string[] ReadCodings = ["LogLuv compression"];

    /// <summary>Why an image cannot be read, and the way out; null where nothing speaks against it.</summary>
    public static Fault? WhyNot(ImageParts parts, ImageFormat format)
    {
        string name = FormatTraits.Of(format).Name;
        if (parts.Variant is { } variant && variant.StartsWith("camera raw", StringComparison.Ordinal))
            return Unsupported($"The file is a {variant} file, which is not supported. Develop it to JPEG or TIFF first.");
        if (parts.Variant == "AVIF sequence")
            return Unsupported("The file is an AVIF image sequence (an animation), which is not supported. Convert it to an animated WebP first.");
        if (parts.UnusualCoding is { } coding && Array.IndexOf(ReadCodings, coding) < 0)
            return Unsupported($"The {name} image is of a rare kind ({coding}) that is not supported. Save it as an ordinary {name} image{(format == ImageFormat.Jpeg ? null : " of 8 or 16 bits")} first.");
        return parts.SampleKind is SampleKind.Signed or SampleKind.Complex
            ? Unsupported($"The {name} image has {(parts.SampleKind == SampleKind.Signed ? "signed" : "complex")} samples, which have no defined brightness. Save it with unsigned samples of 8 or 16 bits first.")
            : null;
    }

    private static Fault Unsupported(string message) => new(ImageErrorId.UnsupportedFormat, message);
}
