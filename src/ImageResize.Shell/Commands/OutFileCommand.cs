using System.Management.Automation;
using ImageResize.Shell.Hosting;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ImageResize.Shell.Commands;

/// <summary>
/// Out-File with -FilePath, -LiteralPath, -Append, -NoClobber and -Width, in UTF-8. The engine also calls it for
/// <c>&gt;</c> and <c>&gt;&gt;</c>.
/// </summary>
[Cmdlet(VerbsData.Out, "File", DefaultParameterSetName = "ByPath", SupportsShouldProcess = true)]
public sealed class OutFileCommand : FrontEndCommandBase
{
    private StreamWriter? _writer;
    private bool _hasInput;

    /// <summary>The file; no wildcards.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ByPath")]
    [Alias("Path")]
    public string FilePath { get; set; } = "";

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ByLiteralPath")]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get => FilePath; set => FilePath = value; }

    /// <summary>Whether to keep what is in the file.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Whether an existing file is an error.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>The columns of a line; as many as needed by default.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        string file = GetUnresolvedProviderPathFromPSPath(FilePath);
        try
        {
            if (!ShouldProcess(file))
                return;
            var mode = Append ? FileMode.Append : NoClobber ? FileMode.CreateNew : FileMode.Create;
            _writer = new StreamWriter(new FileStream(file, mode, FileAccess.Write, FileShare.Read));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(e, "FileOpenFailure", ErrorCategory.OpenError, file));
        }

        EngineInternals.SetTextOutput(this, _writer!, Width);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _hasInput = true;
        if (_writer is null)
            return;
        base.ProcessRecord();
        _writer.Flush();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_writer is not null && _hasInput)
            base.EndProcessing();
        Close();
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        if (_writer is not null)
            base.StopProcessing();
    }

    /// <inheritdoc/>
    protected override void InternalDispose()
    {
        base.InternalDispose();
        Close();
    }

    private void Close() => Interlocked.Exchange(ref _writer, null)?.Dispose();
}
