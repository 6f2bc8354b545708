using System.Runtime.InteropServices;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Encoding;
using ImageResize.Imaging.Engines.Vips;

namespace ImageResize.Core.Tests.Isolation;

/// <summary>libvips, but for images of certain widths: the ways in which native code goes wrong.</summary>
internal sealed class BadCodec : IImageEngine
{
    public const int Crashes = 111;
    public const int Hangs = 112;
    public const int EatsNativeMemory = 113;
    public const int EatsManagedMemory = 114;
    public const int Prints = 115;
    public const int EndsItself = 116;
    public const int SaysNonsense = 117;
    public const int FillsPipe = 118;

    private readonly VipsEngine _vips = new(new OutputEncoder());

    public ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation) => _vips.ReadHeader(input, format, cancellation);

    public bool CanMake(ImageHeader header, ScaleRequest request) => true;

    public bool ReadsWhole(ImageHeader header, long fileLength) => _vips.ReadsWhole(header, fileLength);

    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests) => _vips.EstimateMemory(header, requests);

    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        ScaleResult[] results = [.. _vips.Scale(input, header, outputs, clock, cancellation)];
        switch (header.StoredSize.Width)
        {
            case Crashes:
                Marshal.WriteInt64(0x12345678, 1);
                break;
            case Hangs:
                while (true)
                    _ = NativePause();
            case EatsNativeMemory:
                while (true)
                    NativeMemset(Take(64 << 20), 1, 64 << 20);
            case EatsManagedMemory:
                var eaten = new List<byte[]>();
                while (true)
                    eaten.Add(GC.AllocateArray<byte>(16 << 20, pinned: true));
            case Prints:
                byte[] text = [.. "A library that prints\n"u8];
                _ = NativeWrite(1, text, text.Length);
                break;
            case EndsItself:
                Environment.Exit(3);
                break;
            case SaysNonsense:
                return [.. results.Select(result => result with { Warnings = [string.Empty] })];
            case FillsPipe:
                byte[] line = new byte[1 << 20];
                for (int i = 0; i < 16; i++)
                    _ = NativeWrite(2, line, line.Length);
                break;
        }

        return results;
    }

    public void Dispose() => _vips.Dispose();

    /// <summary>As GLib and libvips do it: what cannot be had is told, or ends the process.</summary>
    private static nint Take(int bytes) => NativeMalloc(bytes) is var block and not 0 ? block : throw new NetVips.VipsException("out of memory --- size == 64MB");

    [DllImport("libc", EntryPoint = "pause")]
    private static extern int NativePause();

    [DllImport("libc", EntryPoint = "malloc")]
    private static extern nint NativeMalloc(nint size);

    [DllImport("libc", EntryPoint = "memset")]
    private static extern nint NativeMemset(nint block, int value, nint size);

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint NativeWrite(int file, byte[] bytes, nint count);
}
