using ImageResize.Files;
using ImageResize.Imaging.Scaling;
using ImageResize.Metrics;
using NetVips;

namespace ImageResize.Imaging.Vips;

/// <summary>
/// The general engine: every format in and out, through libvips. The pixels are scaled into memory first (an output
/// is small) and encoded from there, so that a failure is known to be the input's or the output's, and the two are
/// timed apart; a very large output streams through in one pass instead. Stateless, thread safe.
/// </summary>
public sealed class VipsEngine
{
    /// <summary>Outputs above this many pixels are not held in memory but encoded as they are decoded.</summary>
    private const long InMemoryPixels = 32_000_000;

    /// <summary>Images up to this many pixels are done before anyone could lose patience: no need to watch for a stop.</summary>
    private const long QuickPixels = 8_000_000;

    /// <summary>Starts libvips where it does not run yet.</summary>
    public VipsEngine() => VipsRuntime.Initialize();

    /// <summary>Reads the header.</summary>
    /// <exception cref="ImageResizeException">The image is damaged or cannot be read.</exception>
    public ImageHeader ReadHeader(ImageInput input, ImageFormat format)
    {
        var messages = new DecoderMessages();
        try
        {
            return VipsGate.Shared(() => VipsHeaderReader.Read(input, format, messages));
        }
        catch (VipsException e)
        {
            throw Damaged(format, Explain(e, () => VipsHeaderReader.Read(input, format, messages)), e);
        }
        finally
        {
            messages.Close();
        }
    }

    /// <summary>Makes one output; a failure is told in <see cref="ScaleJob.Fault"/>.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public void Scale(ImageInput input, ImageHeader header, ScaleJob job, StageClock clock, CancellationToken cancellation)
    {
        var messages = new DecoderMessages();
        ScaleRequest request = job.Request;
        job.Engine = $"libvips {VipsRuntime.Version}";
        try
        {
            bool isMetadataWhole = VipsGate.Shared(() => Run(input, header, request, job.Encoded, clock, messages, cancellation));
            if (request.OnDamage == DamagePolicy.Salvage)
                job.Warnings = Salvaged(messages);
            else
                job.Remarks = Judge(input, header, request, messages);
            if (!isMetadataWhole)
                job.Warnings = [.. job.Warnings, "Metadata that is broken was left out."];
        }
        catch (VipsException e)
        {
            cancellation.ThrowIfCancellationRequested();
            job.Fault = clock.Current == Stage.Encode
                ? new ImageResizeException(ImageErrorId.InternalError, $"The output could not be encoded as {FormatTraits.Of(request.Format).Name}: {Tidy(e.Message)}", e)
                : Damaged(header.Format, Explain(e, () => DecodeOnly(input, header, request, messages)), e);
        }
        catch (ImageResizeException e)
        {
            job.Fault = e;
        }
        finally
        {
            messages.Close();
        }
    }

    /// <summary>Scales and encodes; false where metadata had to be left out.</summary>
    private static bool Run(ImageInput input, ImageHeader header, ScaleRequest request, OutputBuffer target, StageClock clock, DecoderMessages messages, CancellationToken cancellation)
    {
        messages.Claim();
        using var source = VipsSource.ForDecoding(input, header.Format, messages);
        try
        {
            clock.Enter(Stage.Scale);
            Image scaled = VipsLoader.Open(source, header, request);
            scaled = VipsMetadata.Clean(scaled, request.Metadata);
            using Image lazy = scaled;
            if (cancellation.CanBeCanceled && header.TotalPixels > QuickPixels)
                lazy.SetProgress(SilentProgress.Instance, cancellation);

            bool inMemory = (long)lazy.Width * lazy.Height <= InMemoryPixels;
            using Image pixels = inMemory ? lazy.CopyMemory() : lazy.Copy();
            cancellation.ThrowIfCancellationRequested();
            if (inMemory)
                clock.Enter(Stage.Encode);
            bool isMetadataWhole = Encode(pixels, target, request, mayTryAgain: inMemory);
            cancellation.ThrowIfCancellationRequested();
            return isMetadataWhole;
        }
        catch (VipsException)
        {
            source.ThrowIfFaulted();
            throw;
        }
    }

    /// <summary>
    /// Broken metadata is carried along unseen and fails only here. The picture is sound: it is encoded without what
    /// is broken, the colour profile last of all. False where something was left out.
    /// </summary>
    private static bool Encode(Image pixels, OutputBuffer target, ScaleRequest request, bool mayTryAgain)
    {
        try
        {
            VipsSaver.Save(pixels, target, request);
            return true;
        }
        catch (VipsException) when (mayTryAgain && request.Metadata != MetadataPolicy.None)
        {
            target.Clear();
            MetadataPolicy less = request.Metadata == MetadataPolicy.ColorProfile ? MetadataPolicy.None : MetadataPolicy.ColorProfile;
            Encode(pixels, target, request with { Metadata = less }, mayTryAgain);
            return false;
        }
    }

    /// <summary>What to say of an image that was decoded as far as it went.</summary>
    private static IReadOnlyList<string> Salvaged(DecoderMessages messages)
    {
        string? trouble = messages.Messages.FirstOrDefault(message => !DamageVerdict.IsComplaint(message) && !DamageVerdict.IsHarmless(message));
        return trouble is null ? [] : [$"The image is damaged ({Tidy(trouble)}). What could be decoded was kept."];
    }

    /// <summary>
    /// The decoder complained but went on. The count belongs to this image; the texts come from the shared buffer,
    /// so anything in them but harmless oddities is read again alone before it counts as damage.
    /// </summary>
    private static IReadOnlyList<string> Judge(ImageInput input, ImageHeader header, ScaleRequest request, DecoderMessages messages)
    {
        string[] said = [.. messages.Messages.Distinct()];
        if (!said.Any(DamageVerdict.IsComplaint))
            return said;

        string[] texts = [.. said.Where(message => !DamageVerdict.IsComplaint(message))];
        if (!texts.All(DamageVerdict.IsHarmless))
        {
            var alone = new DecoderMessages();
            bool heard = VipsGate.TryAlone(() =>
            {
                ClearErrorBuffer();
                DecodeOnly(input, header, request, alone);
            });
            texts = [.. alone.Messages.Where(message => !DamageVerdict.IsComplaint(message))];
            alone.Close();
            if (!heard || !texts.All(DamageVerdict.IsHarmless))
                throw Damaged(header.Format, texts.FirstOrDefault(text => !DamageVerdict.IsHarmless(text)) ?? "the decoder met corrupt data", null);
        }

        ClearErrorBuffer();
        return [.. texts.Distinct().Select(text => $"The decoder found an oddity that loses no pixel: {Tidy(text)}")];
    }

    private static void DecodeOnly(ImageInput input, ImageHeader header, ScaleRequest request, DecoderMessages messages)
    {
        messages.Claim();
        using var source = VipsSource.ForDecoding(input, header.Format, messages);
        using Image image = VipsLoader.Open(source, header, request);
        using Image pixels = image.CopyMemory();
    }

    /// <summary>The reason for a failure in words that are this image's own: the operation is repeated alone.</summary>
    private static string Explain(VipsException first, Action repeat)
    {
        string? reason = null;
        bool alone = VipsGate.TryAlone(() =>
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
        });
        return alone ? Tidy(reason ?? first.Message) : "the decoder gave up";
    }

    private static ImageResizeException Damaged(ImageFormat format, string reason, Exception? inner) => new(
        ImageErrorId.Damaged,
        $"The {FormatTraits.Of(format).Name} data is truncated or corrupt ({Tidy(reason)}). Restore the file from a backup or its source.",
        inner);

    /// <summary>One line, without the name of the operation that NetVips puts before.</summary>
    private static string Tidy(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join("; ", lines.Where(line => !line.StartsWith("unable to call", StringComparison.Ordinal)).DefaultIfEmpty("no details").Distinct().Take(3));
    }

    /// <summary>NetVips clears libvips' error buffer when it makes an exception, and offers no other way.</summary>
    private static void ClearErrorBuffer() => _ = new VipsException(string.Empty);

    private sealed class SilentProgress : IProgress<int>
    {
        public static readonly SilentProgress Instance = new();

        public void Report(int value)
        {
        }
    }
}
