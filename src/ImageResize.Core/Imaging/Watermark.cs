namespace ImageResize.Imaging;

/// <summary>
/// A picture on every output; a text is drawn as one beforehand. Immutable and plain, so that it can be handed to another process.
/// Compares by its picture's bytes as such: there is one of it in a run.
/// </summary>
/// <param name="Picture">A PNG with alpha, in sRGB: what is laid over the outputs.</param>
/// <param name="IsGray">Whether it has no colour.</param>
internal sealed record Watermark(byte[] Picture, bool IsGray)
{
    /// <summary>Pixels between it and the edges of the output, and between tiles.</summary>
    public int Margin { get; init; } = 16;

    /// <summary>0 for invisible to 1 for as opaque as it is.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>Its width over that of the output, above 0 to 1; less where its height would not fit.</summary>
    public double Scale { get; init; } = 0.25;

    /// <summary>Where it stands.</summary>
    public PicturePosition Position { get; init; } = PicturePosition.At(1, 1);

    /// <summary>Whether it is repeated all over the output.</summary>
    public bool Tile { get; init; }
}
