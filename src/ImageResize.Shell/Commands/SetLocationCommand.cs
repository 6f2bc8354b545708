using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Set-Location: changes the current folder of the session.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = PathSet)]
[OutputType(typeof(PathInfo))]
public sealed class SetLocationCommand : ProviderCommand
{
    /// <summary>The folder; the home folder by default.</summary>
    [Parameter(Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "~";

    /// <summary>The folder, whose name is taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    /// <summary>Whether the new location is written out.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachPath([IsLiteral ? LiteralPath : Path], path =>
    {
        PathInfo location = SessionState.Path.SetLocation(IsLiteral ? WildcardPattern.Escape(path) : path);
        if (PassThru)
            WriteObject(location);
    });
}
