using ImageResize.Imaging;
using ImageResize.Imaging.Engines;

namespace ImageResize.Core.Tests;

/// <summary>A codec that hangs on images of one width and does not heed a stop, until the test lets it go on.</summary>
internal sealed class StuckScaler(StuckScaler.Control control) : IImageScaler
{
    public const int StuckWidth = 333;

    private readonly ImageScaler _scaler = new();

    public ImageHeader ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation) => _scaler.ReadHeader(input, format, cancellation);

    public ScaleNeeds Needs(ImageHeader header, long fileLength, IReadOnlyList<ScaleRequest> requests) => _scaler.Needs(header, fileLength, requests);

    public ScaleResult[] Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        if (header.Size.Width == StuckWidth)
        {
            control.Entered.Release();
            if (control.HeedsStop)
            {
                cancellation.WaitHandle.WaitOne();
                throw new OperationCanceledException();
            }

            control.Release.Wait(CancellationToken.None);
        }

        return _scaler.Scale(input, header, outputs, clock, CancellationToken.None);
    }

    public void Dispose() => _scaler.Dispose();

    /// <summary>What the test sees and does of all instances.</summary>
    public sealed class Control : IDisposable
    {
        public SemaphoreSlim Entered { get; } = new(0);

        public ManualResetEventSlim Release { get; } = new();

        public bool HeedsStop { get; init; }

        public void Dispose() => Release.Set();
    }
}
