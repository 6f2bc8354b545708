using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ImageMagick;
using ImageResize.Testing;

namespace ImageResize.MoreFormats.Tests;

/// <summary>Files of the module's formats: made here, and the public ones beside the checkout where they are.</summary>
internal static class Samples
{
    private static readonly string Root = Path.GetDirectoryName(Pwsh.Manifest)!;

    /// <summary>The second module's manifest.</summary>
    public static string Manifest { get; } = Path.Combine(Root, "MoreFormats", "ImageResize.MoreFormats.psd1");

    /// <summary>The public samples of a format; none where they are not beside the checkout.</summary>
    public static string[] Public(string format)
    {
        for (DirectoryInfo? folder = new(Root); folder is not null; folder = folder.Parent)
        {
            string shared = Path.Combine(folder.FullName, "shared", "formats", format);
            if (Directory.Exists(shared))
                return [.. Directory.GetFiles(shared).Order(StringComparer.Ordinal)];
        }

        return [];
    }

    /// <summary>All public samples of the module's formats.</summary>
    public static string[] AllPublic() => [.. ((string[])["heic", "jp2", "psd"]).SelectMany(Public)];

    /// <summary>The four corners (red, green, blue, yellow) in a format that is written here.</summary>
    /// <param name="path">Its extension tells the format: .jxl, .jp2, .j2k, .psd or .psb.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="change">Something more to do; null for nothing.</param>
    public static string Write(string path, int width = 320, int height = 240, Action<MagickImage>? change = null)
    {
        using NetVips.Image corners = TestImage.Corners(width, height);
        byte[] rgb = corners.WriteToMemory<byte>();
        var settings = new MagickReadSettings { Format = MagickFormat.Rgb, Width = (uint)width, Height = (uint)height, Depth = 8 };
        using var image = new MagickImage(rgb, settings) { Quality = 100, Depth = 8 };
        change?.Invoke(image);
        image.Write(path, Path.GetExtension(path) switch
        {
            ".jxl" => MagickFormat.Jxl,
            ".jp2" => MagickFormat.Jp2,
            ".j2k" => MagickFormat.J2k,
            ".psd" => MagickFormat.Psd,
            ".psb" => MagickFormat.Psb,
            var other => throw new ArgumentException(other, nameof(path)),
        });
        return path;
    }

    /// <summary>Lets this process, which is no child of the module, find the decoder's library where the build put it.</summary>
    [ModuleInitializer]
    internal static void FindLibrary() => NativeLibrary.SetDllImportResolver(typeof(MagickImage).Assembly, static (name, _, _) =>
    {
        string? file = Directory.GetFiles(Path.Combine(Root, "MoreFormats", "lib", "runtimes"), name + "*", SearchOption.AllDirectories).FirstOrDefault();
        return file is null ? 0 : NativeLibrary.Load(file);
    });
}
