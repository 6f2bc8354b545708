using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Reads an image a second time, as the only one inside libvips, to know for certain what its decoder says: libvips has
/// one buffer of error texts for the process. Stateless, thread safe.
/// </summary>
internal static class DecoderDiagnosis
{
    /// <summary>A verdict on damage is worth a longer wait than the wording of a message.</summary>
    private static readonly TimeSpan VerdictPatience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What the decoder complains of. That it did is known of this image; but the texts come from the shared buffer,
    /// where another image's may have taken their place, so the image is read again alone.
    /// </summary>
    public static string[] Listen(ImageInput input, ImageHeader header, ScaleRequest request, CancellationToken cancellation)
    {
        var alone = new DecoderMessages();
        VipsGate.TryAlone(
            () =>
            {
                ClearErrorBuffer();
                try
                {
                    Decode(input, header, request, alone, cancellation);
                }
                catch (VipsException)
                {
                    // What it said before it gave up is damage, or it said nothing: that is damage, too.
                }

                ClearErrorBuffer();
            },
            cancellation,
            VerdictPatience);
        alone.Close();
        cancellation.ThrowIfCancellationRequested();
        string[] texts = [.. alone.Messages.Where(message => !DamageVerdict.IsComplaint(message)).Distinct()];
        return texts.Length > 0 ? texts : ["the decoder met corrupt data"];
    }

    /// <summary>The reason for a failure in words that are this image's own: the operation is repeated alone.</summary>
    public static string Explain(VipsException first, Action repeat, CancellationToken cancellation)
    {
        string? reason = null;
        bool alone = VipsGate.TryAlone(
            () =>
            {
                ClearErrorBuffer();
                try
                {
                    repeat();
                }
                catch (VipsException e)
                {
                    reason = e.Message;
                }
            },
            cancellation);
        return alone ? Tidy(reason ?? first.Message) : "the decoder gave up";
    }

    /// <summary>Decodes and throws away.</summary>
    public static void Decode(ImageInput input, ImageHeader header, ScaleRequest request, DecoderMessages messages, CancellationToken cancellation)
    {
        messages.Claim();
        using var source = VipsSource.ForDecoding(input, header.Format, messages);
        using Image image = VipsLoader.Open(source, header, request, cancellation);
        VipsEngine.StopWhenAsked(image, header, cancellation);
        using Image pixels = image.CopyMemory();
    }

    /// <summary>One line, without the operation that NetVips puts before.</summary>
    public static string Tidy(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join("; ", lines.Where(line => !line.StartsWith("unable to ", StringComparison.Ordinal)).DefaultIfEmpty("no details").Distinct().Take(3));
    }

    /// <summary>NetVips clears libvips' error buffer when it makes an exception, and offers no other way.</summary>
    private static void ClearErrorBuffer() => _ = new VipsException(string.Empty);
}
