using ImageResize.Testing;

namespace ImageResize.MoreFormats.Tests;

/// <summary>A test through the public surface with both modules imported.</summary>
public abstract class FurtherModuleTest : ModuleTest
{
    protected FurtherModuleTest(EngineSession session)
        : base(session) =>
        Session.Run("Import-Module $args[0]", Samples.Manifest);

    /// <summary>The mean of each channel of an output.</summary>
    internal static double[] MeanOf(string path)
    {
        using NetVips.Image image = NetVips.Image.NewFromFile(path);
        return [.. Enumerable.Range(0, image.Bands).Select(band => image[band].Avg())];
    }

    /// <summary>A pixel, in parts of the width and the height.</summary>
    internal static double[] PixelOf(string path, double across, double down)
    {
        using NetVips.Image image = NetVips.Image.NewFromFile(path);
        return image.Getpoint((int)(across * (image.Width - 1)), (int)(down * (image.Height - 1)));
    }
}
