using ImageResize.Imaging;

namespace ImageResize.Report.Content;

/// <summary>The images that went from one format to another.</summary>
/// <param name="From">The inputs' format.</param>
/// <param name="To">The outputs' format.</param>
/// <param name="Images">How many.</param>
/// <param name="BytesBefore">The inputs' bytes.</param>
/// <param name="BytesAfter">The outputs' bytes.</param>
internal sealed record FormatFlow(ImageFormat From, ImageFormat To, long Images, long BytesBefore, long BytesAfter)
{
    /// <summary>"JPEG → WebP", or "JPEG" where it stays.</summary>
    public string Name => From == To ? FormatTraits.Of(From).Name : $"{FormatTraits.Of(From).Name} → {FormatTraits.Of(To).Name}";

    /// <summary>The same, and one image more.</summary>
    public FormatFlow Plus(long before, long after) => this with { Images = Images + 1, BytesBefore = BytesBefore + before, BytesAfter = BytesAfter + after };
}
