using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Remove-Item over the engine's own providers. Where pwsh asks before it removes a folder with content, this refuses.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
public sealed class RemoveItemCommand : PathCommand
{
    /// <summary>Whether folders are removed with all that they hold.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Whether hidden and read-only items are removed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachPath(Paths, path =>
    {
        IEnumerable<string> items = IsLiteral || !WildcardPattern.ContainsWildcardCharacters(path)
            ? [path]
            : SessionState.Path.GetResolvedPSPathFromPSPath(path).Select(resolved => resolved.Path);
        foreach (string item in items)
            Remove(item);
    });

    private void Remove(string item)
    {
        bool isFolder = InvokeProvider.Item.Exists(item, force: true, literalPath: true)
            && NewLiteralContext().Call(InvokeProvider.Item, "IsContainer", item) is true;
        if (isFolder && !Recurse && InvokeProvider.ChildItem.HasChild(item, force: true, literalPath: true))
        {
            WriteError(new ErrorRecord(
                new IOException($"The folder '{item}' is not empty. Use -Recurse to remove it with all that it holds."),
                "DirectoryNotEmpty",
                ErrorCategory.WriteError,
                item));
            return;
        }

        NewLiteralContext().Call(InvokeProvider.Item, "Remove", item, Recurse.IsPresent);
    }

    // Wildcards have been resolved by now, and a bracket in a name is only a bracket.
    private Engine.ProviderContext NewLiteralContext() => new(this, Force, literalPath: true);
}
