namespace ImageResize.Jpeg.Entropy;

/// <summary>Finds places in entropy-coded data with their stuffed bytes (ITU T.81, F.1.2.3), where nothing is to be copied.</summary>
internal static unsafe class Stuffing
{
    /// <summary>Passes as many bytes of the source as hold so many data, as the un-stuffer counts them; null where a marker or the end comes before.</summary>
    public static byte* Pass(byte* source, byte* end, long count)
    {
        while (count > 0)
        {
            int piece = (int)Math.Min(count, end - source);
            int found = new ReadOnlySpan<byte>(source, piece).IndexOf((byte)0xFF);
            source += found < 0 ? piece : found;
            count -= found < 0 ? piece : found;
            if (found < 0 && source < end)
                continue;
            if (end - source < 2 || source[1] is not (0 or 0xFF))
                return count == 0 ? source : null;
            count -= source[1] == 0 ? 1 : 0;
            source += source[1] == 0 ? 2 : 1;
        }

        return source;
    }

    /// <summary>The first marker, over data, stuffed and fill bytes: its last 0xFF; null where there is none before the end.</summary>
    public static byte* FindMarker(byte* source, byte* end)
    {
        while (end - source >= 2)
        {
            int found = new ReadOnlySpan<byte>(source, (int)Math.Min(end - source, int.MaxValue)).IndexOf((byte)0xFF);
            if (found < 0)
                return null;
            source += found;
            if (end - source < 2)
                return null;
            if (source[1] is not (0 or 0xFF))
                return source;
            source += source[1] == 0 ? 2 : 1;
        }

        return null;
    }
}
