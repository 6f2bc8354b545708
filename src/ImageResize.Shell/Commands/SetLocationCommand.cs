using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Set-Location; without a path it goes home.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class SetLocationCommand : LocationCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Go(LiteralPath ?? Path ?? "~");
}
