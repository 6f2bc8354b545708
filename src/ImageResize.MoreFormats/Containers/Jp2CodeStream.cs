using System.Buffers.Binary;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>
/// The head of a JPEG 2000 code stream (ISO/IEC 15444-1, annex A), and a count of its tile-parts: each tells its length, so what is
/// missing is known without decoding, which the decoder alone would pass over.
/// </summary>
internal sealed record Jp2CodeStream
{
    private const int Soc = 0xFF4F, Siz = 0xFF51, Sot = 0xFF90, Eoc = 0xFFD9;
    private const int MaxMarkers = 100_000, MaxTiles = 65_535;

    /// <summary>Pixels.</summary>
    public PixelSize Size { get; private init; }

    /// <summary>Samples of the first component, by which the decoder goes.</summary>
    public PixelSize SampleSize { get; private init; }

    /// <summary>Where on the reference grid the picture begins.</summary>
    public (int Left, int Top) Offset { get; private init; }

    /// <summary>Whether the second and third of three components are stored more coarsely than the first: then they are colour differences.</summary>
    public bool HasCoarseChroma { get; private init; }

    /// <summary>Pixels of the reference grid for a sample of the first component.</summary>
    public (int Across, int Down) Step { get; private init; }

    /// <summary>Whether the samples of all components are as large as those of the first.</summary>
    public bool AreStepsAlike { get; private init; }

    /// <summary>Whether there is one tile, or the tiles end where samples do.</summary>
    public bool AreTilesInStep { get; private init; }

    /// <summary>Components.</summary>
    public int Components { get; private init; }

    /// <summary>The depth of each component as the head has it: bits less one, and the highest bit for signed samples.</summary>
    public IReadOnlyList<byte> Depths { get; private init; } = [];

    /// <summary>Bits a sample, of the deepest component.</summary>
    public int Bits { get; private init; }

    /// <summary>What is missing, for people; null for nothing.</summary>
    public string? Damage { get; private init; }

    /// <summary>Reads it; null where there is no head.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">Where the code stream begins.</param>
    /// <param name="end">Where it ends, or the file does.</param>
    public static Jp2CodeStream? Read(ByteSource source, long start, long end)
    {
        if (Number(source, start, 2) != Soc || Number(source, start + 2, 2) != Siz)
            return null;
        byte[] siz = new byte[38];
        if (!source.TryRead(start + 4, siz))
            return null;
        uint Field(int at) => BinaryPrimitives.ReadUInt32BigEndian(siz.AsSpan(at));
        (long right, long bottom, long left, long top) = (Field(4), Field(8), Field(12), Field(16));
        (long tileWidth, long tileHeight, long tileLeft, long tileTop) = (Field(20), Field(24), Field(28), Field(32));
        int components = BinaryPrimitives.ReadUInt16BigEndian(siz.AsSpan(36));
        if (right <= left || bottom <= top || right > int.MaxValue || bottom > int.MaxValue || tileWidth == 0 || tileHeight == 0 || tileLeft > left || tileTop > top || components is 0 or > 16_384)
            return null;
        double tiles = Math.Ceiling((double)(right - tileLeft) / tileWidth) * Math.Ceiling((double)(bottom - tileTop) / tileHeight);
        if (tiles > MaxTiles)
            return null;
        (long acrossStep, long downStep) = (Number(source, start + 43, 1), Number(source, start + 44, 1));
        if (acrossStep < 1 || downStep < 1)
            return null;
        var size = new PixelSize((int)(right - left), (int)(bottom - top));
        var samples = new PixelSize((int)(Up(right, acrossStep) - Up(left, acrossStep)), (int)(Up(bottom, downStep) - Up(top, downStep)));
        if (samples.Width < 1 || samples.Height < 1)
            return null;
        int bits = 0;
        bool isCoarse = components == 3;
        for (int i = 1; i < components && isCoarse; i++)
            isCoarse = Number(source, start + 43 + 3 * i, 1) > acrossStep || Number(source, start + 44 + 3 * i, 1) > downStep;
        byte[] depths = new byte[components];
        bool areAlike = true;
        for (int i = 0; i < components; i++)
        {
            areAlike &= Number(source, start + 43 + 3 * i, 1) == acrossStep && Number(source, start + 44 + 3 * i, 1) == downStep;
            depths[i] = (byte)Number(source, start + 42 + 3 * i, 1);
            bits = Math.Max(bits, (depths[i] & 0x7F) + 1);
        }

        var head = new Jp2CodeStream { Size = size, SampleSize = samples, Offset = ((int)left, (int)top), HasCoarseChroma = isCoarse, Components = components, Depths = depths, Bits = bits };
        head = head with
        {
            Step = ((int)acrossStep, (int)downStep),
            AreStepsAlike = areAlike,
            AreTilesInStep = tiles == 1 || (tileWidth % acrossStep == 0 && tileLeft % acrossStep == 0 && tileHeight % downStep == 0 && tileTop % downStep == 0),
        };
        long position = start + 4 + BinaryPrimitives.ReadUInt16BigEndian(siz);
        for (int count = 0; count < MaxMarkers; count++)
        {
            long marker = Number(source, position, 2), length = Number(source, position + 2, 2);
            if (marker == Sot)
                break;
            if (marker < 0xFF00 || length < 2 || position + 2 + length > end)
                return head with { Damage = "it ends inside its head" };
            position += 2 + length;
        }

        return head with { Damage = WhatIsMissing(source, position, end, (int)tiles) };
    }

    private static long Up(long value, long step) => (value + step - 1) / step;

    private static string? WhatIsMissing(ByteSource source, long position, long end, int tiles)
    {
        // How many parts each tile has left; 0 where it was not met, or does not tell.
        var met = new bool[tiles];
        var parts = new int[tiles];
        var wanted = new int[tiles];
        for (int count = 0; count < MaxMarkers * 10 && Number(source, position, 2) == Sot; count++)
        {
            int tile = (int)Number(source, position + 4, 2);
            long length = Number(source, position + 6, 4);
            int total = (int)Number(source, position + 11, 1);
            if (tile >= tiles || position + 12 > end)
                return "the head of a tile is broken";
            met[tile] = true;
            parts[tile]++;
            wanted[tile] = Math.Max(wanted[tile], total);

            // The last one may go on to the end mark.
            if (length == 0)
                return Number(source, end - 2, 2) == Eoc ? WhatTilesLack(met, parts, wanted) : "its end mark is missing";
            if (length < 14 || length > end - position)
                return $"it ends inside tile {tile}";
            position += length;
        }

        return WhatTilesLack(met, parts, wanted);
    }

    private static string? WhatTilesLack(bool[] met, int[] parts, int[] wanted)
    {
        int missing = Array.IndexOf(met, false);
        if (missing < 0)
            missing = Enumerable.Range(0, met.Length).Where(tile => parts[tile] < wanted[tile]).DefaultIfEmpty(-1).First();
        return missing < 0 ? null : $"tile {missing} of {met.Length} is missing or not whole";
    }

    /// <summary>A number; -1 where the file has ended.</summary>
    private static long Number(ByteSource source, long offset, int size)
    {
        Span<byte> bytes = stackalloc byte[size];
        if (!source.TryRead(offset, bytes))
            return -1;
        return size switch { 1 => bytes[0], 2 => BinaryPrimitives.ReadUInt16BigEndian(bytes), _ => BinaryPrimitives.ReadUInt32BigEndian(bytes) };
    }
}
