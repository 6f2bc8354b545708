using System.Runtime.CompilerServices;

namespace ImageResize.Png.Encoding;

/// <summary>
/// Colours, each once, and a number for each, in the order in which they came: a hash table by open addressing. The framework's dictionaries of
/// numbers are not compiled ahead of time, and are slow until the runtime's compiler comes to them. Belongs to one thread.
/// </summary>
internal sealed class ColorTable
{
    /// <summary>Another in every process, so that no image can be made whose colours all fall into one place.</summary>
    private static readonly uint Seed = (uint)Random.Shared.NextInt64();

    private uint[] _colors = new uint[64];
    private int[] _values = new int[64];

    /// <summary>One more than the place of the colour; 0 where there is none. Twice as many as there are places.</summary>
    private int[] _slots = new int[128];

    /// <summary>How many colours there are.</summary>
    public int Count { get; private set; }

    /// <summary>The colours.</summary>
    public ReadOnlySpan<uint> Colors => _colors.AsSpan(0, Count);

    /// <summary>Their numbers.</summary>
    public ReadOnlySpan<int> Values => _values.AsSpan(0, Count);

    /// <summary>The number of a colour, which is taken in with 0 where it is new. Valid until the next is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref int Of(uint color)
    {
        int slot = Find(color);
        if (_slots[slot] == 0)
        {
            if (Count == _colors.Length)
            {
                Grow();
                slot = Find(color);
            }

            _colors[Count] = color;
            _slots[slot] = ++Count;
        }

        return ref _values[_slots[slot] - 1];
    }

    /// <summary>Whether there is such a colour.</summary>
    public bool Contains(uint color) => _slots[Find(color)] != 0;

    /// <summary>Where a colour is, or would be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Find(uint color)
    {
        // The end of MurmurHash3, which is in the public domain.
        uint hash = color ^ Seed;
        hash = (hash ^ hash >> 16) * 0x85EB_CA6B;
        hash = (hash ^ hash >> 13) * 0xC2B2_AE35;
        hash ^= hash >> 16;
        int mask = _slots.Length - 1, slot = (int)hash & mask;
        for (int place; (place = _slots[slot]) != 0 && _colors[place - 1] != color; slot = (slot + 1) & mask)
        {
        }

        return slot;
    }

    private void Grow()
    {
        Array.Resize(ref _colors, 2 * _colors.Length);
        Array.Resize(ref _values, _colors.Length);
        _slots = new int[2 * _colors.Length];
        for (int i = 0; i < Count; i++)
            _slots[Find(_colors[i])] = i + 1;
    }
}
