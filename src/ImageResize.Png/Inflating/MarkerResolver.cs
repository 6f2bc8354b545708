using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Png.Inflating;

/// <summary>Puts bytes in the place of the symbols that <see cref="MarkerKernel"/> has made, once the window is known.</summary>
internal static unsafe class MarkerResolver
{
    /// <summary>Bytes of a table: one for each symbol that there can be.</summary>
    public const int TableBytes = MarkerKernel.FirstMarker + Inflater.HistoryBytes;

    private const int Step = 16;

    /// <summary>Makes the symbols before the output markers of the whole window.</summary>
    public static void FillWindow(ushort* window)
    {
        for (int i = 0; i < Inflater.HistoryBytes; i++)
            window[i] = (ushort)(MarkerKernel.FirstMarker + i);
    }

    /// <summary>Whether there are no markers among so many symbols, a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsClean(ushort* symbols, nint count)
    {
        // The last marker is most likely near the end.
        while (count > 0 && IsClean(Vector128.Load(symbols + count - Step) | Vector128.Load(symbols + count - Step / 2)))
            count -= Step;
        return count == 0;
    }

    /// <summary>Makes bytes of symbols without markers, a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(ushort* symbols, byte* target, nint count)
    {
        for (nint i = 0; i < count; i += Step)
            Vector128.Narrow(Vector128.Load(symbols + i), Vector128.Load(symbols + i + Step / 2)).Store(target + i);
    }

    /// <summary>Makes the table of what symbols stand for.</summary>
    /// <param name="table">Gets <see cref="TableBytes"/>.</param>
    /// <param name="window">The 32 KB that markers name.</param>
    public static void FillTable(byte* table, byte* window)
    {
        for (int i = 0; i < MarkerKernel.FirstMarker; i++)
            table[i] = (byte)i;
        Buffer.MemoryCopy(window, table + MarkerKernel.FirstMarker, Inflater.HistoryBytes, Inflater.HistoryBytes);
    }

    /// <summary>Makes bytes of symbols, by a table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Resolve(ushort* symbols, byte* target, nint count, byte* table)
    {
        nint i = 0;
        for (; i <= count - Step; i += Step)
        {
            Vector128<ushort> low = Vector128.Load(symbols + i), high = Vector128.Load(symbols + i + Step / 2);
            if (IsClean(low | high))
            {
                Vector128.Narrow(low, high).Store(target + i);
            }
            else
            {
                *(ulong*)(target + i) = Eight(symbols + i, table);
                *(ulong*)(target + i + 8) = Eight(symbols + i + 8, table);
            }
        }

        for (; i < count; i++)
            target[i] = table[symbols[i]];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Eight(ushort* symbols, byte* table)
    {
        ulong low = *(ulong*)symbols, high = *(ulong*)(symbols + 4);
        uint four = table[(ushort)low] | (uint)table[(ushort)(low >> 16)] << 8 | (uint)table[(ushort)(low >> 32)] << 16 | (uint)table[low >> 48] << 24;
        uint more = table[(ushort)high] | (uint)table[(ushort)(high >> 16)] << 8 | (uint)table[(ushort)(high >> 32)] << 16 | (uint)table[high >> 48] << 24;
        return four | (ulong)more << 32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsClean(Vector128<ushort> symbols) => (symbols & Vector128.Create((ushort)0xFF00)) == Vector128<ushort>.Zero;
}
