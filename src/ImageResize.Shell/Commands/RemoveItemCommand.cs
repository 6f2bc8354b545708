using System.Management.Automation;
using ImageResize.Shell.Hosting;

namespace ImageResize.Shell.Commands;

/// <summary>
/// Remove-Item with -Path, -LiteralPath, -Recurse and -Force. A folder with something in it needs
/// -Recurse; pwsh would ask instead.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "Item", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class RemoveItemCommand : ProviderCommand
{
    /// <summary>The paths, with wildcards.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The paths, as they are.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get => Path; set => Path = value; }

    /// <summary>Whether to remove what is in a folder with it.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    // Wildcards are resolved here, so that each item can be looked at before it is removed.
    private protected override bool IsLiteral => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
            ForPath(context => RemoveAll(path, context));
    }

    private void RemoveAll(string path, object context)
    {
        if (ParameterSetName == "LiteralPath")
        {
            Remove(path, context);
            return;
        }

        foreach (var resolved in SessionState.Path.GetResolvedPSPathFromPSPath(path))
            Remove(resolved.Path, context);
    }

    private void Remove(string path, object context)
    {
        // The provider itself removes a full folder without a question; the question is pwsh's.
        if (!Recurse && HasChildren(WildcardPattern.Escape(path)))
        {
            var problem = new PSInvalidOperationException($"The folder '{path}' is not empty. Use -Recurse to remove what is in it.");
            WriteError(new ErrorRecord(problem, "DirectoryNotEmpty", ErrorCategory.InvalidOperation, path));
            return;
        }

        EngineInternals.CallProvider(InvokeProvider.Item, "Remove", context, path, Recurse.IsPresent);
    }

    private bool HasChildren(string pattern) =>
        InvokeProvider.Item.IsContainer(pattern) && InvokeProvider.ChildItem.HasChild(pattern);
}
