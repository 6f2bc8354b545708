using ImageResize.Files;
using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>Brings what was encoded, or the input itself, under the output's name. Stateless.</summary>
/// <param name="files">The disk.</param>
/// <param name="preserveTimestamp">Whether outputs get their image's time of last writing.</param>
/// <param name="tellsLosses">Whether what an output lacks of its input is a warning.</param>
internal sealed class OutputWriter(IFileLayer files, bool preserveTimestamp, bool tellsLosses)
{
    /// <summary>Writes what a scaler has encoded.</summary>
    /// <exception cref="ImageResizeException">It could not be written; the target is as it was.</exception>
    /// <exception cref="OperationCanceledException">The image was abandoned meanwhile; the target is as it was.</exception>
    public ImageOutcome Write(ImageJob job, PlannedOutput output, ImageInput input, ScaleResult result)
    {
        if (output.InPlace && !input.IsUnchanged(output.Path))
            throw new ImageResizeException(ImageErrorId.IoError, "The image was changed by another program while it was worked on, so it was left as it is. Run again when it is at rest.");
        if (output.BackupPath is { } backup)
            KeepOriginal(job, backup, input);
        (ScaleRequest request, OutputBuffer encoded) = result.Output;
        encoded.Position = 0;
        AtomicFile.Write(files, output.Path, encoded, OptionsFor(job, input, output));
        return job.Record.OutcomeOf(output) with
        {
            Status = ResizeStatus.Resized,
            OutputSize = request.Size,
            OutputFormat = request.Format,
            OutputLength = encoded.Length,
            Quality = result.Quality,
            Engine = result.Engine,
            Warnings = [.. result.Warnings, .. LossTexts(result, told: true), .. Warnings(request, output)],
            Dropped = [.. result.Losses.Select(loss => loss.Kind).Distinct()],
            DecoderRemarks = [.. result.Remarks, .. LossTexts(result, told: false), .. LengthRemarks(encoded.Length, input.Length)],
        };
    }

    /// <summary>Lossless, and faster than anything: the image fits already and nothing else was asked for.</summary>
    /// <exception cref="ImageResizeException">It could not be written; the target is as it was.</exception>
    /// <exception cref="OperationCanceledException">The image was abandoned meanwhile; the target is as it was.</exception>
    public ImageOutcome Copy(ImageJob job, PlannedOutput output, ImageHeader header, ImageInput input)
    {
        ImageOutcome done = job.Record.OutcomeOf(output) with { OutputSize = header.Size, OutputFormat = header.Format };
        if (output.InPlace)
            return done with { Status = ResizeStatus.Skipped, SkipReason = "The image fits already." };
        using Stream content = input.OpenOriginal();
        AtomicFile.Write(files, output.Path, content, OptionsFor(job, input, output));
        return done with { Status = ResizeStatus.Copied, OutputLength = input.Length, Engine = "copy" };
    }

    /// <summary>Whether a file is the backup of an image, as far as its length and its time tell.</summary>
    internal static bool IsBackup(string path, (long Length, DateTime LastWriteTimeUtc) image) =>
        new FileInfo(path) is { Exists: true, LinkTarget: null } kept && kept.Length == image.Length && kept.LastWriteTimeUtc == image.LastWriteTimeUtc;

    /// <summary>Whole and on the disk before the image is replaced, with the image's time.</summary>
    private void KeepOriginal(ImageJob job, string backup, ImageInput input)
    {
        if (IsBackup(backup, (input.Length, input.LastWriteTimeUtc)))
            return;
        using Stream content = input.OpenOriginal();
        AtomicFile.Write(files, backup, content, new WriteOptions(Overwrite: false)
        {
            LastWriteTimeUtc = input.LastWriteTimeUtc,
            Source = input.Status,
            BeforeRename = job.BeforeRename,
        });
    }

    private WriteOptions OptionsFor(ImageJob job, ImageInput input, PlannedOutput output) => new(output.Overwrite)
    {
        LastWriteTimeUtc = preserveTimestamp ? input.LastWriteTimeUtc : null,
        Source = input.Status,
        InPlace = output.InPlace,
        BeforeRename = job.BeforeRename,
    };

    private IEnumerable<string> LossTexts(ScaleResult result, bool told) =>
        tellsLosses ? result.Losses.Where(loss => loss.IsTold == told && loss.Text.Length > 0).Select(loss => loss.Text) : [];

    private static IEnumerable<string> LengthRemarks(long length, long source)
    {
        if (length > source)
            yield return $"The output is larger than its image: {length:N0} bytes instead of {source:N0}.";
    }

    private static IEnumerable<string> Warnings(ScaleRequest request, PlannedOutput output)
    {
        if (request.Lossless && !FormatTraits.Of(request.Format).IsLosslessPossible)
            yield return $"{FormatTraits.Of(request.Format).Name} always loses something, so -Lossless does not count for it. Use -Format Png, WebP, Avif or Tiff.";
        if (request.Edits.Background is { IsOpaque: false } background && !FormatTraits.Of(request.Format).HasAlpha)
            yield return $"{FormatTraits.Of(request.Format).Name} holds no transparency, so -Background {background} is what it makes on white. Use -Format Png, WebP or Avif.";
        string extension = Path.GetExtension(output.Path);
        if (FormatTraits.FromExtension(extension) is { } named && named != request.Format)
            yield return $"The content is {FormatTraits.Of(request.Format).Name} although the name ends in {extension}.";
    }
}
