namespace ImageResize.Metadata.Tiff;

/// <summary>An entry of a TIFF directory: where it is, and its tag, type and count.</summary>
internal readonly record struct TiffEntry(int Offset, ushort Tag, ushort Type, uint Count)
{
    public const ushort Short = 3;
    public const ushort Long = 4;

    /// <summary>Bytes of the value; those of unknown types are counted as one each.</summary>
    public long ValueLength => Count * Type switch
    {
        Short or 8 => 2L,
        Long or 9 or 11 or 13 => 4L,
        5 or 10 or 12 => 8L,
        _ => 1L,
    };
}
