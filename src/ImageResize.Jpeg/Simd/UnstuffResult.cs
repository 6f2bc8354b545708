namespace ImageResize.Jpeg.Simd;

/// <summary>
/// How far un-stuffing came: the next byte to read (the 0xFF of a marker, or the end of the source, where a marker
/// stopped it), the next byte to write, and whether a marker or the end of the source stopped it.
/// </summary>
internal readonly unsafe struct UnstuffResult(byte* source, byte* target, bool atMarker)
{
    public byte* Source { get; } = source;

    public byte* Target { get; } = target;

    public bool AtMarker { get; } = atMarker;
}
