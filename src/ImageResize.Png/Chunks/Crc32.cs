using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace ImageResize.Png.Chunks;

/// <summary>
/// The CRC of chunks (PNG specification, third edition, 5.5 and Annex D), by the processor's instructions where it has them:
/// those of ARM compute this very CRC; on x86 the data are folded by carry-less multiplication (V. Gopal et al., "Fast CRC
/// Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009).
/// </summary>
internal static unsafe class Crc32
{
    private const int FoldedBytes = 64;

    private static readonly uint[] Table = CreateTable();

    /// <summary>The CRC of data that follow data of the given CRC, which is 0 for none.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        fixed (byte* pointer = data)
            return ~Update(~crc, pointer, data.Length);
    }

    /// <summary>The same a byte at a time, to compare with.</summary>
    internal static uint AppendScalar(uint crc, ReadOnlySpan<byte> data)
    {
        fixed (byte* pointer = data)
            return ~UpdateScalar(~crc, pointer, data.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Update(uint state, byte* data, nint length)
    {
        if (ArmCrc32.Arm64.IsSupported)
        {
            for (; length >= sizeof(ulong); data += sizeof(ulong), length -= sizeof(ulong))
                state = ArmCrc32.Arm64.ComputeCrc32(state, *(ulong*)data);
        }
        else if (Pclmulqdq.IsSupported && length >= 2 * FoldedBytes)
        {
            state = Fold(state, ref data, ref length);
        }

        return UpdateScalar(state, data, length);
    }

    private static uint UpdateScalar(uint state, byte* data, nint length)
    {
        for (; length > 0; length--)
            state = Table[(byte)(state ^ *data++)] ^ state >> 8;
        return state;
    }

    /// <summary>Takes in all whole 16 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint state, ref byte* data, ref nint length)
    {
        byte* next = data;
        nint rest = length;
        Vector128<ulong> a = Load(next) ^ Vector128.CreateScalar((ulong)state);
        Vector128<ulong> b = Load(next + 16), c = Load(next + 32), d = Load(next + 48);
        // x^(4*128+32) and x^(4*128-32) modulo the polynomial, bits reversed; below those of 128 bits.
        Vector128<ulong> key = Vector128.Create(0x1_5444_2BD4UL, 0x1_C6E4_1596UL);
        for (next += FoldedBytes, rest -= FoldedBytes; rest >= FoldedBytes; next += FoldedBytes, rest -= FoldedBytes)
        {
            a = Multiply(a, key) ^ Load(next);
            b = Multiply(b, key) ^ Load(next + 16);
            c = Multiply(c, key) ^ Load(next + 32);
            d = Multiply(d, key) ^ Load(next + 48);
        }

        key = Vector128.Create(0x1_7519_97D0UL, 0x0_CCAA_009EUL);
        a = Multiply(Multiply(Multiply(a, key) ^ b, key) ^ c, key) ^ d;
        for (; rest >= 16; next += 16, rest -= 16)
            a = Multiply(a, key) ^ Load(next);
        // What remains has the CRC of all so far.
        byte* folded = stackalloc byte[16];
        a.Store((ulong*)folded);
        data = next;
        length = rest;
        return UpdateScalar(0, folded, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(byte* data) => Vector128.Load((ulong*)data);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Multiply(Vector128<ulong> value, Vector128<ulong> key) =>
        Pclmulqdq.CarrylessMultiply(value, key, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, key, 0x11);

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = value >> 1 ^ (value & 1) * 0xEDB8_8320;
            table[i] = value;
        }

        return table;
    }
}
