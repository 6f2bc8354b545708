using System.Runtime.InteropServices;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// What the C heap keeps of the memory that libvips frees. glibc gives the top of a heap back to the system whenever 128 KB of it are
/// free, and takes it again for the next image, page by page: 1,000 to 1,600 faults an image of libvips', and a tenth to a fifth of
/// its processor time. With these limits it keeps up to 16 MB a heap, and takes single blocks of 4 MB and more from the system and gives
/// them back at once. An AV1 decoder takes some 50 MB in such blocks for three megapixels, 12,000 faults and a seventh of the processor
/// time: while AVIF is decoded, blocks of up to 32 MB come from the heap, which keeps 64 MB. (With that for all formats a run of WebP takes
/// 170 MB more and no less time.) There are as many such heaps as images are computed at once (<see cref="CodecThreads"/>): where a container has many processors and
/// little memory, each keeps less. The limits are the process's, so that other code in it has them too, and end glibc's own adjusting of them. What the heaps keep is given back at
/// the end of a run and when images wait for memory (Batch/Limits/FreedMemory). Other C libraries (musl) have no such function: there nothing is done. Thread safe.
/// </summary>
internal static class CHeap
{
    private const int TrimThreshold = -1, MmapThreshold = -3;

    private static readonly Lock Gate = new();
    private static bool? _isForAvif;

    /// <summary>Sets the limits, where they are others.</summary>
    /// <param name="isAvif">Whether an AVIF is decoded next.</param>
    public static void KeepFreed(bool isAvif)
    {
        if (!OperatingSystem.IsLinux())
            return;
        lock (Gate)
        {
            if (_isForAvif == isAvif)
                return;
            _isForAvif = isAvif;
            try
            {
                _ = MallocOption(MmapThreshold, (isAvif ? 32 : 4) << 20);
                _ = MallocOption(TrimThreshold, Kept(isAvif ? 64 : 16));
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
            {
                // Not glibc.
            }
        }
    }

    /// <summary>What a heap keeps, in bytes: all together no more than a quarter of what the process may use.</summary>
    private static int Kept(int megabytes) =>
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / Environment.ProcessorCount, 1 << 20, (long)megabytes << 20);

    [DllImport("libc", EntryPoint = "mallopt")]
    private static extern int MallocOption(int parameter, int value);
}
