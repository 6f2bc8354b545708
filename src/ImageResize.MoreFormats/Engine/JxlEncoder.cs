using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Metadata;
using ImageResize.Metadata.Sources;
using ImageResize.MoreFormats.Containers;
using ImageResize.MoreFormats.Messages;
using ImageResize.Pixels;

namespace ImageResize.MoreFormats.Engine;

/// <summary>JPEG XL as an output: pixels are encoded in a child process, metadata are put beside them here. Belongs to one worker.</summary>
/// <param name="children">The child that encodes; it is disposed of with the encoder.</param>
internal sealed class JxlEncoder(CodecChildren children) : IOptionalEncoder
{
    /// <summary>Bytes that the encoder holds for each pixel, beside what it begins with (measured: docs/formats.md).</summary>
    private const double BytesPerPixel = 40, Base = 64 << 20;

    /// <inheritdoc/>
    public string Name { get; } = $"ImageResize.MoreFormats {typeof(JxlEncoder).Assembly.GetName().Version!.ToString(3)}";

    /// <inheritdoc/>
    public long EstimateMemory(PixelSize size) => (long)Math.Min(Base + size.Area * BytesPerPixel, long.MaxValue / 8);

    /// <inheritdoc/>
    public bool TryRewrite(ImageInput input, MetadataBlocks blocks, OutputBuffer target)
    {
        try
        {
            using Stream stream = input.OpenStream();
            return JxlContainer.TryRewrite(new StreamSource(stream), blocks, target);
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }

    /// <inheritdoc/>
    public Encoded Encode(PixelImage pixels, bool isGray, MetadataBlocks blocks, ScaleOutput output, CancellationToken cancellation)
    {
        object content = new();
        byte[] profile = blocks.Icc is { Length: <= CodecMessages.LongestProfile } icc ? icc : [];
        long memory = EstimateMemory(new PixelSize(pixels.Width, pixels.Height));
        return LengthTarget.Encode(output, (trial, target) =>
        {
            var request = new EncodeRequest(pixels.Width, pixels.Height, pixels.Format.Channels, isGray, trial.Quality, trial.Lossless, EncodingEffort.Jxl(trial.Effort, trial.Lossless));
            (byte[]? stream, string? fault) = children.Encode(pixels, profile, content, memory, request, cancellation);
            if (stream is null)
                throw new ImageResizeException(ImageErrorId.InternalError, $"The output could not be encoded as JPEG XL ({fault!.TrimEnd('.')}). Choose another -Format or a smaller -Size.");
            JxlContainer.Write(stream, blocks, target);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => children.Dispose();
}
