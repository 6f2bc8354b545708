using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>What the tests of pages share: sources of three pages, known by their colours.</summary>
public abstract class PageTest(EngineSession session) : ModuleTest(session)
{
    /// <summary>Three pages or frames: red, green, blue; a picture of one where the format has no more.</summary>
    private protected void WritePages(string name)
    {
        string path = In(name);
        switch (Path.GetExtension(name))
        {
            case ".png":
                AnimatedPng.Write(path);
                break;
            case ".tif":
                byte[][] colors = [.. ((Rgb[])[Rgb.Red, Rgb.Green, Rgb.Blue]).Select(color => new[] { (byte)color.R, (byte)color.G, (byte)color.B })];
                File.WriteAllBytes(path, new PlainTiff().Add(120, 80, colors[0]).Add(120, 80, colors[1]).Add(120, 80, colors[2]).ToArray());
                break;
            case ".gif" or ".webp":
                TestImage.WriteAnimation(path);
                break;
            default:
                TestImage.Write(path, 120, 80);
                break;
        }
    }

    private protected void AssertShows(string name, Rgb color)
    {
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal(1, picture.Frames);
        Rgb shown = picture.At(0.5, 0.5);
        Assert.True(shown.IsNear(color, 12), $"{name} shows {shown}, not {color}.");
    }
}
