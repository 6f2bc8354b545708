using System.Diagnostics;

namespace ImageResize.SideBySide.Tools;

/// <summary>A program of Debian's that does one image or a few in a process, several processes at once; installed where it is missing.</summary>
/// <param name="name">graphicsmagick, vipsthumbnail or oiiotool.</param>
internal sealed class CommandLineTool(string name) : Tool
{
    public override string Name => name switch { "graphicsmagick" => "GraphicsMagick", "oiiotool" => "oiiotool (OpenImageIO)", _ => name };

    private string Package => name switch { "vipsthumbnail" => "libvips-tools", "oiiotool" => "openimageio-tools", _ => name };

    public override bool Prepare() => IsThere() || (Succeeds("apt-get", "install", "-y", "-qq", "--no-install-recommends", Package) && IsThere());

    public override bool CanGo(Way way) => name switch
    {
        "graphicsmagick" => way.Format is "jpeg" or "png" or "tiff" && way.Input is not (Inputs.InputKind.Avif or Inputs.InputKind.WebP or Inputs.InputKind.GifAnimation),
        "oiiotool" => way.Format is "jpeg" or "png" or "tiff" && way.Input is not (Inputs.InputKind.Avif or Inputs.InputKind.GifAnimation),
        _ => way.Input is not Inputs.InputKind.GifAnimation && way.Format is not "avif",
    };

    public override ProcessStartInfo Command(WorkFolder work)
    {
        (int width, int height) = (work.Way.Width, work.Way.Height);
        string target = $"{work.Outputs}/$(basename \"${{f%.*}}\"){work.Way.Extension}";
        string one = name switch
        {
            "graphicsmagick" => $"gm convert -size {width}x{height} \"$f\" -auto-orient -resize '{width}x{height}>' -quality {(work.Way.Format == "jpeg" ? 85 : 75)} \"{target}\"",
            "oiiotool" => $"oiiotool \"$f\" --threads 1 --reorient --fit {width}x{height} -d uint8 --compression jpeg:85 -o \"{target}\"",
            _ => $"vipsthumbnail \"$f\" --size '{width}x{height}>' -o \"{target}[{(work.Way.Format is "jpeg" or "webp" ? "Q=85" : "compression=" + (work.Way.Format == "tiff" ? "lzw" : "6"))}]\"",
        };
        var start = new ProcessStartInfo("sh", ["-c", $"find '{work.Inputs}' -type f | xargs -P {Number(work.Workers)} -n 8 sh -c 'for f in \"$@\"; do {one.Replace("'", "'\\''", StringComparison.Ordinal)}; done' sh"]);
        start.Environment["VIPS_CONCURRENCY"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        return start;
    }

    public override ProcessStartInfo Idle() => new("sleep", ["0.2"]);

    private bool IsThere() => Succeeds(name == "graphicsmagick" ? "gm" : name, name == "graphicsmagick" ? "version" : "--help");
}
