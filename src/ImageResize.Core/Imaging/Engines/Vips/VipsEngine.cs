using ImageResize.Files;
using ImageResize.Imaging.Engines.Jpeg;
using ImageResize.Metadata;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The general engine: every format in and out, through libvips. The pixels are scaled into memory first (an output
/// is small) and encoded from there, so that a failure is known to be the input's or the output's, and the two are
/// timed apart; a very large output streams through in one pass instead. Stateless, thread safe.
/// </summary>
internal sealed class VipsEngine
{
    /// <summary>Outputs above this many pixels are not held in memory but encoded as they are decoded.</summary>
    private const long InMemoryPixels = 32_000_000;

    /// <summary>Images up to this many pixels are done before anyone could lose patience: no need to watch for a stop.</summary>
    private const long QuickPixels = 8_000_000;

    /// <summary>Starts libvips where it does not run yet.</summary>
    public VipsEngine() => VipsRuntime.Initialize();

    /// <summary>Reads the header.</summary>
    /// <exception cref="ImageResizeException">The image is damaged or cannot be read.</exception>
    public ImageHeader ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        var messages = new DecoderMessages();
        try
        {
            return VipsGate.Shared(() => VipsHeaderReader.Read(input, format, messages), cancellation);
        }
        catch (VipsException e)
        {
            throw Damaged(format, SecondReading.Explain(e, () => VipsHeaderReader.Read(input, format, messages), cancellation), e);
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
            bool isMetadataWhole;
            try
            {
                isMetadataWhole = VipsGate.Shared(() => Run(input, header, request, job.Encoded, clock, messages, cancellation), cancellation);
            }
            catch (VipsException) when (clock.Current != Stage.Encode && LacksEndAlone(input, header, request))
            {
                input = input.WithJpegEnd();
                job.Encoded.Clear();
                isMetadataWhole = VipsGate.Shared(() => Run(input, header, request, job.Encoded, clock, messages, cancellation), cancellation);
            }

            bool complained = messages.Messages.Any(DamageVerdict.IsComplaint);
            string[] said = complained ? SecondReading.Listen(input, header, request, cancellation) : [.. messages.Messages.Distinct()];

            // Of libjpeg's complaints all that are not known to be harmless are losses; where nothing stops a decoder, its failures come as messages, too.
            bool meansLoss = complained || request.OnDamage == DamagePolicy.Salvage;
            string? loss = said.FirstOrDefault(text => DamageVerdict.IsLoss(text) || (meansLoss && !DamageVerdict.IsHarmless(text)));
            if (loss is not null && request.OnDamage == DamagePolicy.Fail)
                throw Damaged(header.Format, loss, null);
            if (loss is not null)
                job.Warnings = [$"The image is damaged ({SecondReading.Tidy(loss)}). What could be decoded was kept."];
            else
                job.Remarks = said;
            if (!isMetadataWhole)
                job.Warnings = [.. job.Warnings, "Metadata that is broken was left out."];
        }
        catch (VipsException e)
        {
            cancellation.ThrowIfCancellationRequested();
            job.Fault = clock.Current == Stage.Encode
                ? new ImageResizeException(ImageErrorId.InternalError, $"The output could not be encoded as {FormatTraits.Of(request.Format).Name}: {SecondReading.Tidy(e.Message)}", e)
                : Damaged(header.Format, SecondReading.Explain(e, () => SecondReading.Decode(input, header, request, messages, cancellation), cancellation), e);
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

    /// <summary>
    /// A JPEG whose data is whole although its end marker is missing, as some cameras and cut transfers leave it, is no
    /// damage; libvips refuses it all the same, so it is given the marker.
    /// </summary>
    private static bool LacksEndAlone(ImageInput input, ImageHeader header, ScaleRequest request) =>
        request.OnDamage == DamagePolicy.Fail && JpegEngine.LacksEndAlone(input, header);

    /// <summary>Scales and encodes; false where metadata had to be left out.</summary>
    private static bool Run(ImageInput input, ImageHeader header, ScaleRequest request, OutputBuffer target, StageClock clock, DecoderMessages messages, CancellationToken cancellation)
    {
        messages.Claim();
        using var source = VipsSource.ForDecoding(input, header.Format, messages);
        try
        {
            clock.Enter(Stage.Scale);
            Image scaled = VipsLoader.Open(source, header, request);
            scaled = VipsMetadata.Clean(scaled, request.Metadata, request.Crop is not null);
            using Image lazy = scaled;
            StopWhenAsked(lazy, header, cancellation);

            bool inMemory = (long)lazy.Width * lazy.Height <= InMemoryPixels;
            using Image pixels = inMemory ? lazy.CopyMemory() : lazy.Copy();
            cancellation.ThrowIfCancellationRequested();
            if (inMemory)
            {
                clock.Enter(Stage.Encode);
                StopWhenAsked(pixels, header, cancellation);
            }

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

    /// <summary>
    /// libvips looks between two strips of pixels whether it shall go on. Some encoders (AVIF, WebP) take all pixels
    /// first and then work for long without looking.
    /// </summary>
    internal static void StopWhenAsked(Image image, ImageHeader header, CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled && header.TotalPixels > QuickPixels)
            image.SetProgress(SilentProgress.Instance, cancellation);
    }

    private static ImageResizeException Damaged(ImageFormat format, string reason, Exception? inner) => new(
        ImageErrorId.Damaged,
        $"The {FormatTraits.Of(format).Name} data is truncated or corrupt ({SecondReading.Tidy(reason)}). Restore the file from a backup or its source.",
        inner);

    private sealed class SilentProgress : IProgress<int>
    {
        public static readonly SilentProgress Instance = new();

        public void Report(int value)
        {
        }
    }
}
