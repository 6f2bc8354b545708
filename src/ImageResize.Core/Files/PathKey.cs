using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ImageResize.Files;

/// <summary>
/// A path as 128 bits of its SHA-256, so that a run can remember a million paths in some tens of megabytes. Two
/// different paths never meet in practice (1e12 paths: chance 1e-15), and no one can make them meet.
/// Case counts where the platform's file systems usually heed it.
/// </summary>
internal static class PathKey
{
    /// <summary>Whether the platform's file systems usually take names that differ in case for one.</summary>
    public static readonly bool IgnoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>The key of a full path.</summary>
    public static UInt128 Of(string path) => Hash(IgnoresCase ? path.ToUpperInvariant() : path);

    /// <summary>The key of a full path whatever its case.</summary>
    public static UInt128 OfAnyCase(string path) => Hash(path.ToUpperInvariant());

    private static UInt128 Hash(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(name.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
