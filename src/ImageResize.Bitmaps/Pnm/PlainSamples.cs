using System.Runtime.InteropServices;

namespace ImageResize.Bitmaps.Pnm;

/// <summary>Samples in text: numbers between blanks, or digits 0 and 1, between which blanks may be left out (pbm(5), "Plain PBM").</summary>
internal static class PlainSamples
{
    private const int SamplesBetweenLooks = 1 << 20;

    /// <summary>Reads all samples; false where they break off or something else comes between them.</summary>
    public static bool Read(PnmHeader header, ref ReadOnlySpan<byte> data, Span<byte> target, CancellationToken cancellation)
    {
        int count = target.Length / header.BytesPerSample;
        Span<ushort> deep = MemoryMarshal.Cast<byte, ushort>(target);
        SampleScale scale = new(header.MaxValue);
        for (int i = 0; i < count; i++)
        {
            if (i % SamplesBetweenLooks == 0)
                cancellation.ThrowIfCancellationRequested();
            if (Next(ref data, header.IsBits) is not (>= 0 and var sample))
                return false;
            if (header.IsBits)
                target[i] = sample == 0 ? byte.MaxValue : byte.MinValue;
            else if (header.BytesPerSample == 1)
                target[i] = (byte)scale.Of(sample);
            else
                deep[i] = scale.Of(sample);
        }

        return true;
    }

    /// <summary>The next number; -1 where there is none.</summary>
    private static int Next(ref ReadOnlySpan<byte> data, bool isBit)
    {
        int at = 0;
        while (at < data.Length && (data[at] <= ' ' || data[at] == '#'))
        {
            if (data[at++] != '#')
                continue;
            while (at < data.Length && data[at] != '\n')
                at++;
        }

        int start = at, number = 0;
        while (at < data.Length && data[at] is >= (byte)'0' and <= (byte)'9' && !(isBit && at > start))
            number = Math.Min(number * 10 + data[at++] - '0', ushort.MaxValue);
        data = data[at..];
        return at == start || (isBit && number > 1) ? -1 : number;
    }
}
