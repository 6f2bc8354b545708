using System.Management.Automation;
using ImageResize.Batch.Planning;
using ImageResize.Errors;
using ImageResize.Paths;

namespace ImageResize.Commands;

/// <summary>The parameters that name input files, alike for all cmdlets of the module.</summary>
public abstract class ImagePathCommand : PSCmdlet
{
    /// <summary>The parameter set of -Path.</summary>
    protected const string PathSet = "Path";

    /// <summary>The parameter set of -LiteralPath.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    /// <summary>The parameter set of -InputObject.</summary>
    protected const string InputObjectSet = "InputObject";

    private InputPaths? _inputs;
    private NameFilter? _filter;

    /// <summary>Files or folders; wildcards are expanded.</summary>
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>Files or folders, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>What comes through the pipeline: texts, files, or objects with a property FullName or Path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Also the images in subfolders.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Only files whose name matches one of these wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Include { get; set; }

    /// <summary>No files whose name matches one of these wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Exclude { get; set; }

    /// <summary>Whether hidden files in folders count.</summary>
    protected virtual bool IncludeHidden => false;

    /// <summary>Whether of a camera raw file and its JPEG beside it both are taken from a folder.</summary>
    protected virtual bool TakesPairs => false;

    /// <summary>Whether a subfolder is entered.</summary>
    protected virtual bool EnterFolder(string folder) => true;

    /// <summary>A folder that came through the pipeline and is not entered.</summary>
    private protected virtual void OnFolderPassed(string folder)
    {
    }

    /// <summary>What to do with a path that cannot be used.</summary>
    private protected virtual void OnPathFault(string path, Fault fault) => WriteError(ErrorRecords.Of(path, fault));

    /// <summary>Whether the user named files, or pipes them (even if none comes).</summary>
    protected bool IsInputGiven => MyInvocation.ExpectingInput || Path is not null || LiteralPath is not null || InputObject is not null;

    /// <summary>Ends the command where no image was named: doing nothing without a word helps nobody.</summary>
    protected void ThrowIfNoInput()
    {
        if (!IsInputGiven)
            ThrowTerminatingError(ErrorRecords.WrongParameter("NoInput", "No image was named: give -Path or -LiteralPath, or pipe files, as in Get-ChildItem *.jpg | " + MyInvocation.MyCommand.Name + "."));
    }

    /// <summary>Image files in folders that were passed over are told once, at the end: who has them must not think that they were done.</summary>
    private protected void TellWhatWasLeftOut()
    {
        if (_inputs?.TakeLeftOut() is { } text)
            WriteWarning(VisibleText.Of(text));
    }

    /// <summary>Which files in folders count.</summary>
    private protected NameFilter Filter => _filter ??= new NameFilter(Include, Exclude, TakesPairs);

    private InputPaths Inputs => _inputs ??= new InputPaths(
        SessionState,
        new InputOptions(Recurse, IncludeHidden, Filter, EnterFolder),
        OnPathFault,
        warning => WriteWarning(VisibleText.Of(warning)),
        OnFolderPassed);

    /// <summary>The files that this pipeline item stands for, lazily.</summary>
    private protected IEnumerable<SourceFile> InputFiles()
    {
        return ParameterSetName switch
        {
            LiteralPathSet => LiteralPath!.SelectMany(path => Inputs.FromLiteral(path, piped: false)),
            InputObjectSet => PipedPath.All(InputObject).SelectMany(FromPiped),
            _ => (Path ?? []).SelectMany(Inputs.FromPath),
        };
    }

    /// <summary>The folders that this pipeline item stands for; a file or a path that leads nowhere is a fault.</summary>
    private protected IEnumerable<string> InputFolders()
    {
        return ParameterSetName switch
        {
            LiteralPathSet => LiteralPath!.SelectMany(path => Inputs.Folders(path, isLiteral: true)),
            InputObjectSet => PipedPath.All(InputObject).SelectMany(FoldersFromPiped),
            _ => (Path ?? []).SelectMany(path => Inputs.Folders(path, isLiteral: false)),
        };
    }

    private IEnumerable<string> FoldersFromPiped(PSObject? item)
    {
        if (PipedPath.TryRead(item, out string path, out bool isText))
            return Inputs.Folders(path, !isText);
        WriteError(ErrorRecords.NotAPath(item));
        return [];
    }

    private IEnumerable<SourceFile> FromPiped(PSObject? item)
    {
        if (PipedPath.TryRead(item, out string path, out bool isText))
            return isText ? Inputs.FromPath(path) : Inputs.FromLiteral(path, piped: true);
        WriteError(ErrorRecords.NotAPath(item));
        return [];
    }
}
