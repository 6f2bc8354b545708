using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>The words for an output that libvips does not encode, although its pixels are there. Stateless, thread safe.</summary>
internal static class EncodingFault
{
    /// <summary>
    /// The fault; what libvips says is in its cause and not in its words, since libvips has one buffer of error texts for the process:
    /// those of another image that failed in the same moment may be among them.
    /// </summary>
    public static Fault Of(ImageFormat format, VipsException cause)
    {
        string name = FormatTraits.Of(format).Name;
        return new Fault(ImageErrorId.InternalError, $"libvips could not encode the output as {name}. Choose another -Format or a smaller -Size; the inner exception of the error has libvips' own words.") { Cause = cause };
    }
}
