using System.Buffers;
using ImageResize.Jpeg.Encoding;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata.Jpeg;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Writes the planes of an output as a JPEG file, with the metadata that it keeps and its gain map: once, or as often as the choice
/// of its quality takes. Not thread safe.
/// </summary>
/// <param name="arena">Where its buffers come from.</param>
/// <param name="kernels">The vectors to use.</param>
/// <param name="report">Is told what of the metadata had to be left out.</param>
internal sealed class OutputFileWriter(BufferArena arena, Kernels kernels, DecodingReport report)
{
    private readonly JpegEncoder _encoder = new(arena, kernels);

    /// <summary>Writes the file of an output.</summary>
    /// <param name="source">The JPEG file that the metadata are in.</param>
    /// <param name="header">Its header.</param>
    /// <param name="image">The planes of the output; their chroma may be halved for a low quality.</param>
    /// <param name="output">How, and where to.</param>
    /// <param name="createFile">Begins a file around the output's gain map; gives null where there is none.</param>
    /// <param name="cancellation">Stops the work within a few rows of MCUs.</param>
    public void Write(ReadOnlySpan<byte> source, JpegHeader header, PlanarImage image, JpegOutput output, Func<MultiPictureFile?> createFile, CancellationToken cancellation)
    {
        if (output.Chooser is not { } chooser)
        {
            WriteOnce(source, header, image, output, createFile(), cancellation);
            return;
        }

        ArrayBufferWriter<byte> best = new(), trial = new();
        while (chooser.Next is { } quality)
        {
            if (image.PlaneCount == 3 && !image.HalvesChroma && chooser.HalvesChroma(quality))
            {
                image.HalveChroma();
                image.Pad();
            }

            trial.ResetWrittenCount();
            JpegOutput tried = output with { Options = output.Options with { Quality = quality }, Target = trial };
            WriteOnce(source, header, image, tried, createFile(), cancellation);
            if (chooser.Note(trial.WrittenCount))
                (best, trial) = (trial, best);
        }

        output.Target.Write(best.WrittenSpan);
    }

    /// <summary>Writes a gain map as the picture of its own that it is.</summary>
    /// <inheritdoc cref="Write"/>
    public void WriteGainMap(ReadOnlySpan<byte> source, JpegHeader header, PlanarImage image, JpegOutput output, CancellationToken cancellation) =>
        Encode(source, header, image, output, GainMapRole.GainMap, cancellation);

    private void WriteOnce(ReadOnlySpan<byte> source, JpegHeader header, PlanarImage image, JpegOutput output, MultiPictureFile? file, CancellationToken cancellation)
    {
        if (file is null)
        {
            Encode(source, header, image, output, GainMapRole.None, cancellation);
            return;
        }

        Encode(source, header, image, output with { Target = file.Primary }, GainMapRole.PrimaryOf(file.GainMapLength), cancellation, file.WriteIndex);
        file.WriteTo(output.Target);
    }

    private void Encode(
        ReadOnlySpan<byte> source, JpegHeader header, PlanarImage image, JpegOutput output, GainMapRole role, CancellationToken cancellation, Action? writeIndex = null)
    {
        var markers = new MarkerWriter(output.Target);
        markers.WriteAlone(Marker.Soi);
        MetadataWriter.Write(source, header, output.Options, role, markers, report);
        writeIndex?.Invoke();
        _encoder.Encode(image, output.Options.Quality, output.Options.Progressive, markers, cancellation);
    }
}
