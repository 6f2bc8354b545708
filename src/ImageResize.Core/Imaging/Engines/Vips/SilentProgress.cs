namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Hears of progress, so that libvips looks whether it shall go on, and tells nobody.</summary>
internal sealed class SilentProgress : IProgress<int>
{
    public static readonly SilentProgress Instance = new();

    public void Report(int value)
    {
    }
}
