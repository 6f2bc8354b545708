using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Pixels;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Core.Tests;

/// <summary>One huge image takes the processors that idle, and is the same as with one.</summary>
public sealed class HugeImageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(".jpg", 2)]
    [InlineData(".png", 1)]
    public void A_huge_image_comes_out_the_same_on_one_processor_and_on_several(string extension, int fewestHelpers)
    {
        WriteHuge("huge" + extension);
        (byte[] one, int lentToOne) = Run("huge" + extension, 1, 4L << 30);
        (byte[] several, int lentToSeveral) = Run("huge" + extension, 3, 4L << 30);
        (byte[] tight, int lentInLittleMemory) = Run("huge" + extension, 3, 1 << 20);
        Assert.Equal(one, several);
        Assert.Equal(one, tight);
        Assert.Equal((0, 0), (lentToOne, lentInLittleMemory));
        Assert.InRange(lentToSeveral, fewestHelpers, int.MaxValue);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>41 megapixels of waves with some noise.</summary>
    private void WriteHuge(string name)
    {
        using Image wave = Image.Sines(7400, 5600, hfreq: 40, vfreq: 23) * 100 + 128;
        using Image noise = Image.Gaussnoise(7400, 5600, sigma: 6);
        using Image picture = (wave + noise).Cast(Enums.BandFormat.Uchar);
        using Image colors = picture.Bandjoin(picture.FlipHor(), picture.FlipVer()).Copy(interpretation: Enums.Interpretation.Srgb);
        colors.WriteToFile(_folder[name]);
    }

    private (byte[] Output, int Lent) Run(string name, int workers, long memory)
    {
        var outcomes = new List<ImageOutcome>();
        string output = _folder[$"out-{workers}-{memory}-{name}"];
        var limits = new WorkLimits(workers, memory);
        var idle = new CountingProcessors(limits.Idle);
        using (var run = new BatchRun(limits, () => new ImageProcessor(new ConvertOptions(), new ImageScaler(null, idle), LocalFileLayer.Instance), outcomes.Add, static () => { }))
        {
            run.Add(new WorkItem(_folder[name], [new PlannedOutput(output, TargetSize.Box(300, 300), true)]));
            run.Finish();
        }

        Assert.Equal(ResizeStatus.Resized, Assert.Single(outcomes).Status);
        return (File.ReadAllBytes(output), idle.Lent);
    }

    private sealed class CountingProcessors(IIdleProcessors inner) : IIdleProcessors
    {
        private int _lent;

        public int Lent => _lent;

        public IIdleProcessor? TryTake(long bytes)
        {
            IIdleProcessor? loan = inner.TryTake(bytes);
            if (loan is not null)
                Interlocked.Increment(ref _lent);
            return loan;
        }
    }
}
