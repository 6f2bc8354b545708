namespace ImageResize.WebP.Headers;

/// <summary>What stands before the first partition of a key frame (RFC 6386, 9.1).</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="FirstPartition">Bytes of the first partition.</param>
internal readonly record struct FrameTag(int Width, int Height, int FirstPartition)
{
    /// <summary>Bytes of it.</summary>
    public const int Length = 10;

    /// <summary>Reads it; null where the frame is no key frame that is shown, of a known profile, or is cut off.</summary>
    public static FrameTag? Read(ReadOnlySpan<byte> bytes)
    {
        const int MaxProfile = 3, SizeMask = 0x3FFF;
        if (bytes.Length <= Length || bytes[3] != 0x9D || bytes[4] != 0x01 || bytes[5] != 0x2A)
            return null;
        int tag = bytes[0] | bytes[1] << 8 | bytes[2] << 16;
        bool isKeyFrame = (tag & 1) == 0, isShown = (tag >> 4 & 1) != 0;
        int across = bytes[6] | bytes[7] << 8, down = bytes[8] | bytes[9] << 8, partition = tag >> 5;

        // The two highest bits of each side ask for an enlargement, which nobody does.
        if (!isKeyFrame || !isShown || (tag >> 1 & 7) > MaxProfile || across is 0 or > SizeMask || down is 0 or > SizeMask || partition > bytes.Length - Length)
            return null;
        return new FrameTag(across, down, partition);
    }
}
