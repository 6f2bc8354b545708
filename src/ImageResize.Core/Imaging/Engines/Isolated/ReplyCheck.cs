using ImageResize.Imaging.Engines.Vips;

namespace ImageResize.Imaging.Engines.Isolated;

/// <summary>
/// What a child says, taken only where it can be so: the image may have taken the child over. All methods throw
/// <see cref="InvalidDataException"/> otherwise. Stateless.
/// </summary>
internal static class ReplyCheck
{
    private const int LongestText = 4000;
    private const int MostTexts = 1000;
    private const int BestQuality = 100;

    /// <summary>The header that was asked for.</summary>
    public static DecoderFacts FactsOf(WorkReply reply) =>
        reply is { Facts: { IsPossible: true } facts, Results: null } ? facts : throw Wrong("header");

    /// <summary>The results that were asked for, without the bytes of the outputs.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="outputs">What was asked for.</param>
    /// <param name="longest">Bytes that all outputs may have together.</param>
    public static ScaleResult[] ResultsOf(WorkReply reply, IReadOnlyList<ScaleOutput> outputs, long longest)
    {
        if (reply is not { Facts: null, Results: { } results } || results.Length != outputs.Count)
            throw Wrong("results");
        long all = 0;
        foreach ((ResultMessage result, ScaleOutput output) in results.Zip(outputs))
        {
            if (result is null || result.Length < 0 || result.Length > longest - all || (result.Fault is null && result.Length == 0))
                throw Wrong("length of an output");
            all += result.Length;
            if (!AreTexts(result.Warnings) || !AreTexts(result.Remarks) || result.Losses.Length > MostTexts || !result.Losses.All(IsLoss))
                throw Wrong("text");
            if (result.Quality is < 0 or > BestQuality)
                throw Wrong("quality");
            if (result.Size is { } size && !CanBe(size, output.Request))
                throw Wrong("size of an output");
            if (result.Fault is { } fault)
                FaultOf(fault);
        }

        return [.. results.Zip(outputs, (result, output) => result.ToResult(output, VipsEngine.Name))];
    }

    /// <summary>Why something could not be done.</summary>
    public static Fault FaultOf(FaultMessage fault) =>
        Enum.IsDefined(fault.ErrorId) && IsText(fault.Message) ? fault.ToFault() : throw Wrong("fault");

    /// <summary>How long encoding took.</summary>
    public static TimeSpan EncodingOf(WorkReply reply) =>
        reply.Encoding is >= 0 and < 1e6 ? TimeSpan.FromSeconds(reply.Encoding) : throw Wrong("time");

    /// <summary>Only the size of what was open may be another than that of the request.</summary>
    private static bool CanBe(PixelSize size, ScaleRequest request) =>
        size == request.Size || (request.Open is not null && size is { Width: > 0, Height: > 0 } && size.LongSide <= FormatTraits.Of(request.Format).MaxSide);

    private static bool AreTexts(string[] texts) => texts.Length <= MostTexts && texts.All(IsText);

    private static bool IsText(string? text) => text is { Length: > 0 and <= LongestText };

    private static bool IsLoss(Loss? loss) => loss is not null && IsText(loss.Kind) && loss.Kind.All(char.IsAsciiLetter) && loss.Text is { Length: <= LongestText };

    private static InvalidDataException Wrong(string what) => new($"The {what} in the answer cannot be.");
}
