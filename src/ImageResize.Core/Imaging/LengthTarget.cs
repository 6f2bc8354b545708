using ImageResize.Files;

namespace ImageResize.Imaging;

/// <summary>
/// Encodes an output: once, or where it shall not be longer than so many bytes, as often as the search for its quality takes. The
/// pixels are the engine's and stay. Stateless.
/// </summary>
internal static class LengthTarget
{
    /// <summary>The least quality; below it a smaller picture is the better one, where that is allowed.</summary>
    private const int LeastBeforeShrinking = 40;

    /// <summary>Encodes.</summary>
    /// <param name="output">What is wanted; its target gets the encoded file, and where no quality is low enough, the shortest one.</param>
    /// <param name="encode">Encodes with a request's quality into an empty buffer, metadata and all.</param>
    public static Encoded Encode(ScaleOutput output, Action<ScaleRequest, OutputBuffer> encode)
    {
        ScaleRequest request = output.Request;
        if (request.TargetLength is not { } target || !request.HasQuality)
        {
            encode(request, output.Target);
            return Judge(request, output.Target.Length);
        }

        QualitySearch search = SearchFor(request, target);
        var trial = new OutputBuffer();
        while (search.Next is { } quality)
        {
            trial.Clear();
            encode(request with { Quality = quality }, trial);
            if (!search.Note(trial.Length))
                continue;
            output.Target.Clear();
            output.Target.Write(trial.Written);
        }

        return Judge(request, search);
    }

    /// <summary>The search for the quality of an output.</summary>
    public static QualitySearch SearchFor(ScaleRequest request, long target) => new(
        target,
        Math.Min(request.MayShrink ? LeastBeforeShrinking : 1, request.QualityLimit),
        request.QualityLimit,
        request.Format == ImageFormat.Jpeg ? request.ChromaSubsampling : ChromaSubsampling.Yuv420);

    /// <summary>What came of a search.</summary>
    public static Encoded Judge(ScaleRequest request, QualitySearch search) => search.Best is { } best
        ? new Encoded(best, null)
        : new Encoded(null, NotReached(request, search.LeastLength));

    /// <summary>What came of one encoding.</summary>
    private static Encoded Judge(ScaleRequest request, long length) => request.TargetLength is { } target && length > target
        ? new Encoded(null, NotReached(request, length))
        : new Encoded(request.HasQuality ? request.Quality : null, null);

    private static Fault NotReached(ScaleRequest request, long least)
    {
        string found = request.HasQuality
            ? $"{FormatTraits.Of(request.Format).Name} of {request.Size} pixels has {least:N0} bytes at the least quality"
            : $"{FormatTraits.Of(request.Format).Name} of {request.Size} pixels has {least:N0} bytes, and no quality that could be lowered";
        string advice = (request.HasQuality, request.MayShrink) switch
        {
            (true, true) => "Raise it, or give -Metadata None.",
            (true, false) => "Raise it, give a smaller -Size, -Metadata None, or -AllowShrink.",
            (false, true) => "Raise it, or give -Metadata None or -Format Jpeg, WebP or Avif.",
            (false, false) => "Raise it, give -Format Jpeg, WebP or Avif, a smaller -Size, or -AllowShrink.",
        };
        return new Fault(ImageErrorId.TargetNotReached, $"The output cannot be as short as -TargetLength asks ({request.TargetLength:N0} {(request.TargetLength == 1 ? "byte" : "bytes")}): {found}. {advice}");
    }
}

/// <summary>What came of encoding an output.</summary>
/// <param name="Quality">The quality, 1 to 100; null where the format has none, or where it failed.</param>
/// <param name="Fault">Why it failed; null where it did not.</param>
internal readonly record struct Encoded(int? Quality, Fault? Fault);
