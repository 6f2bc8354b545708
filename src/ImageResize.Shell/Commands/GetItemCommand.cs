using System.Management.Automation;
using ImageResize.Shell.Hosting;

namespace ImageResize.Shell.Commands;

/// <summary>Get-Item with -Path, -LiteralPath and -Force.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = "Path")]
public sealed class GetItemCommand : ProviderCommand
{
    /// <summary>The paths, with wildcards.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The paths, as they are.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get => Path; set => Path = value; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
            ForPath(context => EngineInternals.CallProvider(InvokeProvider.Item, "Get", context, path));
    }
}
