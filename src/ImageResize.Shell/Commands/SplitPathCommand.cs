using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Split-Path with -Parent (the default), -Leaf, -LeafBase and -Extension.</summary>
[Cmdlet(VerbsCommon.Split, "Path", DefaultParameterSetName = "Parent")]
[OutputType(typeof(string))]
public sealed class SplitPathCommand : PSCmdlet
{
    /// <summary>The paths, which need not exist.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath")]
    public string[] Path { get; set; } = [];

    /// <summary>Whether to emit the folder.</summary>
    [Parameter(ParameterSetName = "Parent")]
    public SwitchParameter Parent { get; set; }

    /// <summary>Whether to emit the name.</summary>
    [Parameter(ParameterSetName = "Leaf", Mandatory = true)]
    public SwitchParameter Leaf { get; set; }

    /// <summary>Whether to emit the name without its extension.</summary>
    [Parameter(ParameterSetName = "LeafBase", Mandatory = true)]
    public SwitchParameter LeafBase { get; set; }

    /// <summary>Whether to emit the extension, with its dot.</summary>
    [Parameter(ParameterSetName = "Extension", Mandatory = true)]
    public SwitchParameter Extension { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
            WriteObject(Split(path));
    }

    private string Split(string path)
    {
        if (ParameterSetName == "Parent")
            return SessionState.Path.ParseParent(path, null);

        string leaf = SessionState.Path.ParseChildName(path);
        return LeafBase ? System.IO.Path.GetFileNameWithoutExtension(leaf)
            : Extension ? System.IO.Path.GetExtension(leaf)
            : leaf;
    }
}
