using ImageResize.Files;

namespace ImageResize.Imaging;

/// <summary>One output on its way: what is wanted, where it is encoded to, and what became of it.</summary>
/// <param name="request">What is wanted.</param>
/// <param name="encoded">Where the output is encoded to.</param>
internal sealed class ScaleJob(ScaleRequest request, OutputBuffer encoded)
{
    /// <summary>What is wanted.</summary>
    public ScaleRequest Request { get; } = request;

    /// <summary>Where the output is encoded to.</summary>
    public OutputBuffer Encoded { get; } = encoded;

    /// <summary>The engine that did it, with its version.</summary>
    public string? Engine { get; set; }

    /// <summary>What the user should know, such as a gain map left out.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    /// <summary>Oddities that cost no pixel.</summary>
    public IReadOnlyList<string> Remarks { get; set; } = [];

    /// <summary>Why it failed; null where it did not.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Begins a further attempt.</summary>
    public void Restart()
    {
        Encoded.Clear();
        Fault = null;
    }
}
