using System.Diagnostics;
using System.Globalization;

namespace ImageResize.SideBySide.Tools;

/// <summary>ImageMagick's mogrify, one process for each worker, from Debian's packages where it is missing.</summary>
internal sealed class MagickTool(WorkFolder work) : Tool(work)
{
    public override string Name => "ImageMagick mogrify";

    public override bool Prepare() => HasMagick() || (Succeeds("apt-get", ["install", "-y", "-qq", "imagemagick"]) && HasMagick());

    protected override ProcessStartInfo Command()
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{Work.Scenario.Width}x{Work.Scenario.Height}");
        string mogrify = $"mogrify -define jpeg:size={size} -auto-orient -resize '{size}>' -quality 85 -path '{Work.Outputs}'";
        string script = $"s=$(date +%s.%N); find '{Work.Inputs}' -name '*.jpg' | xargs -P {Work.Workers.ToString(CultureInfo.InvariantCulture)} -n 30 {mogrify}; e=$(date +%s.%N); echo \"$e - $s\" | awk '{{print $1 - $3}}'";
        return new ProcessStartInfo("sh", ["-c", script]);
    }

    private static bool HasMagick() => Succeeds("mogrify", ["-version"]);
}
