using ImageResize.Fuzzing;
using ImageResize.Pixels;
using ImageResize.Pixels.Resampling;
using ImageResize.WebP.Container;
using ImageResize.WebP.Headers;
using ImageResize.WebP.Scaling;

namespace ImageResize.WebP.Fuzz;

/// <summary>Runs inputs through the decoder and the scaler, and checks that pixels have the size asked for.</summary>
internal sealed class FuzzRunner : GuardedRunner
{
    private readonly WebPScaler _scaler;

    public FuzzRunner() : base(Corpus.Create())
    {
        _scaler = new WebPScaler(Allocator);
    }

    public override void Dispose() => _scaler.Dispose();

    protected override FuzzOutcome Run(ReadOnlySpan<byte> source, Random random)
    {
        if (!WebPContainer.TryFindPicture(source, out ReadOnlySpan<byte> picture, out _) || FrameTag.Read(picture) is not { } tag)
            return FuzzOutcome.BadFormat;
        var orientation = new Orientation(random.Next(1, 9));
        (int across, int down) = orientation.Swaps ? (tag.Height, tag.Width) : (tag.Width, tag.Height);
        int width = random.Next(4) == 0 ? across : random.Next(1, Math.Min(across, 200) + 8), height = random.Next(4) == 0 ? down : random.Next(1, Math.Min(down, 200) + 8);
        if ((long)tag.Width * tag.Height > MaxPixels || (long)width * height > MaxPixels)
            return FuzzOutcome.TooLarge;
        SourceRegion region = CreateCrop(across, down, random) is { } crop ? new SourceRegion(crop.X, crop.Y, crop.Width, crop.Height) : new SourceRegion(0, 0, across, down);
        var plan = new RenderPlan(width, height, region, orientation, WebPScaler.Format, default);
        if (_scaler.Scale(source, tag.Width, tag.Height, plan, CancellationToken.None) is not { } pixels)
            return FuzzOutcome.Damaged;
        if ((pixels.Width, pixels.Height, pixels.Format) != (width, height, WebPScaler.Format))
            throw new InvalidOperationException("The pixels have another size or format than asked for.");
        return FuzzOutcome.Sound;
    }
}
