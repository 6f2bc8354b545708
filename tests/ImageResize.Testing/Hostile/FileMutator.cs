using System.Buffers.Binary;

namespace ImageResize.Testing.Hostile;

/// <summary>
/// Damages image files as disks, networks and attackers do: flipped bits, changed bytes, ranges lost, repeated or
/// taken from another file, truncation, and numbers that lie. Coded data are damaged in ways that their decoders come to see.
/// All follows from the random numbers given.
/// </summary>
public static class FileMutator
{
    private const int HeaderBytes = 512;

    private static ReadOnlySpan<byte> Interesting => [0, 1, 2, 3, 4, 7, 8, 0x0F, 0x10, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xFE, 0xFF];

    /// <summary>A damaged form of <paramref name="file"/>; bytes of <paramref name="other"/> may be mixed in.</summary>
    public static byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        var bytes = new List<byte>(file);
        for (int i = 1 << random.Next(4); i > 0 && bytes.Count > 16; i--)
            MutateOnce(bytes, other, random);
        byte[] result = [.. bytes];

        // A wrong checksum would keep most of the damage from the decoder behind it.
        if (random.Next(4) != 0)
            PngChunk.RepairChecksums(result);
        return result;
    }

    private static void MutateOnce(List<byte> bytes, byte[] other, Random random)
    {
        if (CodedData.TryMutate(bytes, random))
            return;
        int at = random.Next(3) == 0 ? random.Next(Math.Min(bytes.Count, HeaderBytes)) : random.Next(bytes.Count);
        switch (random.Next(12))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                bytes[at] = Interesting[random.Next(Interesting.Length)];
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                break;
            case 6:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 80), bytes.Count - at)));
                break;
            case 7:
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(300))]);
                break;
            default:
                Lie(bytes, random);
                break;
        }
    }

    /// <summary>Gives a length, a count or an offset another value.</summary>
    private static void Lie(List<byte> bytes, Random random)
    {
        byte[] whole = [.. bytes];
        IReadOnlyList<LengthField> fields = LengthFields.Find(whole);
        if (fields.Count == 0)
            return;
        LengthField field = fields[random.Next(fields.Count)];
        if (field.Offset + field.Size > whole.Length)
            return;
        Span<byte> place = whole.AsSpan(field.Offset, field.Size);
        uint value = Read(place, field.IsBigEndian);
        value = random.Next(10) switch
        {
            0 => 0,
            1 => 1,
            2 => value + 1,
            3 => value - 1,
            4 => value * 2,
            5 => uint.MaxValue,
            6 => int.MaxValue,
            7 => 0x8000_0000,
            8 => (uint)random.Next(70_000),
            _ => (uint)random.NextInt64(uint.MaxValue),
        };
        Write(place, field.IsBigEndian, value);
        bytes.Clear();
        bytes.AddRange(whole);
    }

    private static uint Read(ReadOnlySpan<byte> place, bool big) => place.Length == 2
        ? big ? BinaryPrimitives.ReadUInt16BigEndian(place) : BinaryPrimitives.ReadUInt16LittleEndian(place)
        : big ? BinaryPrimitives.ReadUInt32BigEndian(place) : BinaryPrimitives.ReadUInt32LittleEndian(place);

    private static void Write(Span<byte> place, bool big, uint value)
    {
        if (place.Length == 2 && big)
            BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)value);
        else if (place.Length == 2)
            BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)value);
        else if (big)
            BinaryPrimitives.WriteUInt32BigEndian(place, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(place, value);
    }
}
