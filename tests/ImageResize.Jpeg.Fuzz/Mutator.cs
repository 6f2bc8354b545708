namespace ImageResize.Jpeg.Fuzz;

/// <summary>
/// Damages files. A quarter of the damage is done to the headers, the rest to the data. Bytes of the data are mostly changed so that no
/// marker appears by accident, because those end a scan, and damage behind it would never be seen.
/// </summary>
internal static class Mutator
{
    private static ReadOnlySpan<byte> Interesting => [0, 1, 2, 3, 4, 7, 8, 0x0F, 0x10, 0x11, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xF0, 0xFE, 0xFF];

    private static ReadOnlySpan<byte> Markers => [0xC0, 0xC1, 0xC2, 0xC4, 0xD0, 0xD1, 0xD2, 0xD7, 0xD8, 0xD9, 0xDA, 0xDB, 0xDC, 0xDD, 0xE1, 0xFE, 0x01];

    public static byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        var bytes = new List<byte>(file);
        int count = 1 << random.Next(5);
        for (int i = 0; i < count && bytes.Count > 4; i++)
            MutateOnce(bytes, other, random);
        return [.. bytes];
    }

    private static void MutateOnce(List<byte> bytes, byte[] other, Random random)
    {
        int data = FindData(bytes);
        if (random.Next(4) != 0 && data < bytes.Count)
        {
            MutateData(bytes, data, random);
            return;
        }

        int at = random.Next(2, Math.Max(3, random.Next(3) == 0 ? bytes.Count : data));
        at = Math.Min(at, bytes.Count - 1);
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                bytes[at] = Interesting[random.Next(Interesting.Length)];
                break;
            case 3 or 4:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 5:
                bytes[at] = (byte)random.Next(256);
                break;
            case 6:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                break;
            case 7:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                break;
            case 8:
                bytes.InsertRange(at, [0xFF, Markers[random.Next(Markers.Length)]]);
                break;
            default:
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(200))]);
                break;
        }
    }

    private static void MutateData(List<byte> bytes, int data, Random random)
    {
        int at = random.Next(data, bytes.Count);
        switch (random.Next(12))
        {
            case 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 10), bytes.Count - at));
                break;
            case 2:
                bytes.InsertRange(at, [0xFF, Markers[random.Next(Markers.Length)]]);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                break;
            default:
                Restuff(bytes, at, random);
                break;
        }
    }

    /// <summary>Changes a byte of the data into another that is no marker.</summary>
    private static void Restuff(List<byte> bytes, int at, Random random)
    {
        if (bytes[at] == 0xFF || bytes[at - 1] == 0xFF)
            return;
        bytes[at] = random.Next(4) == 0 ? (byte)0xFF : (byte)random.Next(256);
        if (bytes[at] == 0xFF)
            bytes.Insert(at + 1, 0);
    }

    /// <summary>The first byte behind the first scan header.</summary>
    private static int FindData(List<byte> bytes)
    {
        for (int i = 2; i + 3 < bytes.Count; i++)
        {
            if (bytes[i] == 0xFF && bytes[i + 1] == 0xDA)
                return Math.Min(bytes.Count, i + 2 + (bytes[i + 2] << 8 | bytes[i + 3]));
        }

        return bytes.Count;
    }
}
