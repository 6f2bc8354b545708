using System.Management.Automation;
using ImageResize.Shell.Hosting;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ImageResize.Shell.Commands;

/// <summary>
/// Out-String with -Width, -Stream and -NoNewline. The engine also calls it where objects are piped to a native program.
/// </summary>
[Cmdlet(VerbsData.Out, "String")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : FrontEndCommandBase
{
    private readonly StringWriter _text = new();

    /// <summary>The columns of a line; as many as needed by default.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue;

    /// <summary>Whether each line is a string of its own.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Whether the lines follow one another without line ends.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        EngineInternals.SetTextOutput(this, _text, Width);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Stream)
            WriteLines();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Stream)
            WriteLines();
        else
            WriteObject(NoNewline ? _text.ToString().Replace(Environment.NewLine, "", StringComparison.Ordinal) : _text.ToString());
    }

    private void WriteLines()
    {
        // Only whole lines are ever written, so the last one is empty.
        string[] lines = _text.ToString().Split(Environment.NewLine);
        _text.GetStringBuilder().Clear();
        foreach (string line in lines[..^1])
            WriteObject(line);
    }
}
