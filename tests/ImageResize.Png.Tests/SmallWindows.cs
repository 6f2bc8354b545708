using System.Buffers;
using System.Runtime.InteropServices;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Png.Decoding;
using ImageResize.Png.Scaling;

namespace ImageResize.Png.Tests;

/// <summary>Small windows, so that an image of a megabyte goes through many, as a huge one does.</summary>
internal sealed unsafe class SmallWindows : BufferAllocator
{
    public override int WindowBytes => 4000;

    public override byte* Allocate(long bytes) => (byte*)NativeMemory.AllocZeroed((nuint)bytes);

    public override void Free(byte* pointer, long bytes) => NativeMemory.Free(pointer);

    /// <summary>Scales an image through them, with helpers or without: what is said of it, the output, and what helpers did.</summary>
    public static (string Verdict, byte[] Output, (int Steps, long Bytes, int Stretches) Ahead) Scale(byte[] source, PngScaleOptions options, Parallelism? parallelism)
    {
        using var scaler = new PngScaler(PixelKernels.Best, new SmallWindows()) { Parallelism = parallelism };
        var target = new ArrayBufferWriter<byte>();
        string verdict;
        try
        {
            PngScaleResult result = scaler.Scale(source, PngHeader.Read(source), [new PngOutput(options, target)], TestContext.Current.CancellationToken);
            verdict = $"{result.Warnings}, {result.Damage}";
        }
        catch (PngException e)
        {
            verdict = e.Message;
        }

        return (verdict, target.WrittenSpan.ToArray(), (scaler.Ahead.Steps, scaler.Ahead.Bytes, scaler.StretchesAhead));
    }
}
