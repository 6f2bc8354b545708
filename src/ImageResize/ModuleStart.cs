using ImageResize.Imaging.Engines.Vips;

namespace ImageResize;

/// <summary>What the loader calls once, when the module is imported. Not for other use.</summary>
public static class ModuleStart
{
    /// <summary>Starts libvips, so that a machine on which it cannot run is told at import.</summary>
    /// <exception cref="PlatformNotSupportedException">libvips cannot be loaded, or is not the bundled one.</exception>
    public static void Run() => VipsRuntime.Initialize();
}
