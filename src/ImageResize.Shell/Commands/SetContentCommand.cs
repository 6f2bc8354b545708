using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Set-Content of text files with -Path, -Value and -NoNewline. UTF-8 without a byte order mark.</summary>
[Cmdlet(VerbsCommon.Set, "Content", SupportsShouldProcess = true)]
public sealed class SetContentCommand : PSCmdlet
{
    private StreamWriter? _writer;

    /// <summary>The file; no wildcards.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [Alias("LiteralPath")]
    public string Path { get; set; } = "";

    /// <summary>The lines.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Value { get; set; }

    /// <summary>Whether the values follow one another without line ends.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        string file = GetUnresolvedProviderPathFromPSPath(Path);
        try
        {
            if (ShouldProcess(file))
                _writer = new StreamWriter(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(e, "GetContentWriterIOError", ErrorCategory.WriteError, file));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object? value in Value ?? [])
            _writer?.Write(LanguagePrimitives.ConvertTo<string>(value) + (NoNewline ? "" : Environment.NewLine));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Close();

    /// <inheritdoc/>
    protected override void StopProcessing() => Close();

    private void Close() => Interlocked.Exchange(ref _writer, null)?.Dispose();
}
