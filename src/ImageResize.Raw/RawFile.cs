namespace ImageResize.Raw;

/// <summary>A JPEG picture in a camera raw file.</summary>
/// <param name="Offset">Where it lies in the file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Width">Pixels across, as stored.</param>
/// <param name="Height">Pixels down, as stored.</param>
internal sealed record RawPreview(long Offset, int Length, int Width, int Height)
{
    /// <summary>Whether it says itself how it is to be turned; then the raw file's directory is not asked.</summary>
    public bool HasOrientation { get; init; }

    /// <summary>Where its EXIF segment begins, counted from its start, and the segment's bytes with the marker; 0 without.</summary>
    public (int Offset, int Length) ExifSegment { get; init; }

    public long Area => (long)Width * Height;
}

/// <summary>What a camera raw file holds, as far as it matters to whoever wants its picture. Immutable.</summary>
/// <param name="Format">The format's usual name: "NEF", "CR3", …</param>
internal sealed record RawFile(string Format)
{
    /// <summary>The JPEG of most pixels; null where there is none.</summary>
    public RawPreview? Preview { get; init; }

    /// <summary>An EXIF block for the preview that has no orientation of its own, with that of the file; null where the file has none.</summary>
    public byte[]? Exif { get; init; }

    /// <summary>Whether something that the file says it holds lies behind its end.</summary>
    public bool IsCut { get; init; }
}
