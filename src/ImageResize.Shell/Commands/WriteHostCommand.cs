using System.Collections;
using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Write-Host with -NoNewline, -Separator, -ForegroundColor and -BackgroundColor.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    /// <summary>The objects to show.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [Alias("Msg", "Message")]
    public object? Object { get; set; }

    /// <summary>Whether the line stays open.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>What comes between the elements of a collection.</summary>
    [Parameter]
    public object Separator { get; set; } = " ";

    /// <summary>The text's colour.</summary>
    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    /// <summary>The background's colour.</summary>
    [Parameter]
    public ConsoleColor? BackgroundColor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var message = new HostInformationMessage
        {
            Message = Text(Object),
            NoNewLine = NoNewline,
            ForegroundColor = ForegroundColor,
            BackgroundColor = BackgroundColor,
        };

        // The tag makes the engine show the record whatever $InformationPreference says.
        WriteInformation(message, ["PSHOST"]);
    }

    private string Text(object? value) => value switch
    {
        null => "",
        PSObject { BaseObject: IEnumerable and not string } wrapped => Text(wrapped.BaseObject),
        IEnumerable list and not (string or IDictionary) => string.Join(Separator.ToString(), list.Cast<object?>().Select(Text)),
        _ => LanguagePrimitives.ConvertTo<string>(value),
    };
}
