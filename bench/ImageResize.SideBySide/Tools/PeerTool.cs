using System.Diagnostics;

namespace ImageResize.SideBySide.Tools;

/// <summary>This very program in another form: a loop over one library and nothing else (<see cref="Peers"/>).</summary>
/// <param name="library">netvips, imagesharp or magicknet.</param>
internal sealed class PeerTool(string library) : Tool
{
    public override string Name => library switch { "netvips" => "bare NetVips, Parallel.ForEach", "imagesharp" => "ImageSharp 2.1.13", _ => "Magick.NET 15.1.0" };

    public override bool CanGo(Way way) => library switch
    {
        "netvips" => way.Input is not Inputs.InputKind.GifAnimation,
        "imagesharp" => way.Format is not "avif" && way.Input is not Inputs.InputKind.Avif,
        _ => way.Format is not "avif",
    };

    public override ProcessStartInfo Command(WorkFolder work) => new(
        "dotnet",
        [typeof(PeerTool).Assembly.Location, "peer", library, work.Inputs, work.Outputs, work.Way.Format, work.Way.Extension, Number(work.Way.Width), Number(work.Way.Height), Number(work.Workers)]);

    public override ProcessStartInfo Idle() => new("dotnet", [typeof(PeerTool).Assembly.Location, "peer", "nothing"]);
}
