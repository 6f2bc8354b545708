using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>New-Item over the engine's own providers: files and folders, mostly.</summary>
[Cmdlet(VerbsCommon.New, "Item", DefaultParameterSetName = "pathSet", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class NewItemCommand : ProviderCommand
{
    /// <summary>The item, or with Name the folder that it is made in.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "pathSet", ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = "nameSet", ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = ["."];

    /// <summary>The name of the item.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "nameSet", ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <summary>File, Directory, SymbolicLink, or what the provider calls its items.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Type")]
    public string? ItemType { get; set; }

    /// <summary>What the item holds: the text of a file, the target of a link.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Target")]
    public object? Value { get; set; }

    /// <summary>Whether an existing file is replaced, an existing folder accepted, and missing parents are made.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        ForEachPath(Path, path => NewContext(Force).Call(InvokeProvider.Item, "New", path, Name, ItemType, Value));
}
