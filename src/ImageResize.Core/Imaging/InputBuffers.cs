using ImageResize.Files;

namespace ImageResize.Imaging;

/// <summary>What one worker reads files into, used again for the next one. Not thread safe.</summary>
internal sealed class InputBuffers : IDisposable
{
    /// <summary>For the file from its start.</summary>
    public ReusableBuffer File { get; } = new();

    /// <summary>For a part of it, such as the header of a gain map behind the image.</summary>
    public ReusableBuffer Piece { get; } = new();

    /// <summary>Gives back what a large file needed; no input may be read from these buffers any more.</summary>
    public void Trim()
    {
        File.Trim();
        Piece.Trim();
    }

    /// <inheritdoc/>
    public void Dispose() => Trim();
}
