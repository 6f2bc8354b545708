using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>A cmdlet over items that must be named, by -Path with wildcards or by -LiteralPath without.</summary>
public abstract class PathCommand : ProviderCommand
{
    /// <summary>Items or patterns.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Path { get; set; } = [];

    /// <summary>Items whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [AllowEmptyString]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The paths of the parameter that was used.</summary>
    protected string[] Paths => IsLiteral ? LiteralPath : Path;
}
