using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Get-Content of text files with -Path, -LiteralPath, -TotalCount and -Raw. UTF-8 unless marked otherwise.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
[OutputType(typeof(string))]
public sealed class GetContentCommand : PSCmdlet
{
    /// <summary>The files, with wildcards.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The files, as they are.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get => Path; set => Path = value; }

    /// <summary>How many lines to read of each file; all by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("First", "Head")]
    [ValidateRange(0, int.MaxValue)]
    public int TotalCount { get; set; } = int.MaxValue;

    /// <summary>Whether to emit one string for each file.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            try
            {
                foreach (string file in Resolve(path))
                    Read(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                WriteError(new ErrorRecord(e, "GetContentReaderIOError", ErrorCategory.ReadError, path));
            }
            catch (Exception e) when (e is IContainsErrorRecord and not FlowControlException and not PipelineStoppedException)
            {
                WriteError(new ErrorRecord(((IContainsErrorRecord)e).ErrorRecord, e));
            }
        }
    }

    private IEnumerable<string> Resolve(string path) => ParameterSetName == "LiteralPath"
        ? [GetUnresolvedProviderPathFromPSPath(path)]
        : GetResolvedProviderPathFromPSPath(path, out _);

    private void Read(string file)
    {
        if (Raw)
        {
            WriteObject(File.ReadAllText(file));
            return;
        }

        foreach (string line in File.ReadLines(file).Take(TotalCount))
            WriteObject(line);
    }
}
