using System.Management.Automation;
using ImageResize.Shell.Hosting;

namespace ImageResize.Shell.Commands;

/// <summary>New-Item with -Path, -Name, -ItemType (File, Directory …), -Value and -Force.</summary>
[Cmdlet(VerbsCommon.New, "Item", SupportsShouldProcess = true)]
public sealed class NewItemCommand : ProviderCommand
{
    /// <summary>The paths of the items, or with -Name their folders. No wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The name within the path.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <summary>What to make: File by default, Directory, SymbolicLink …</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Type")]
    public string? ItemType { get; set; }

    /// <summary>The content, or a link's target.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Target")]
    public object? Value { get; set; }

    private protected override bool IsLiteral => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string[] paths = Path is { Length: > 0 } ? Path : [""];
        foreach (string path in paths)
            ForPath(context => EngineInternals.CallProvider(InvokeProvider.Item, "New", context, path, Name, ItemType, Value));
    }
}
