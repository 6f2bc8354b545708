using System.Collections.ObjectModel;
using System.Management.Automation;
using ImageResize.Batch.Planning;
using ImageResize.Errors;
using ImageResize.Imaging;
using ImageResize.Parameters;

namespace ImageResize.Commands;

/// <content>Which outputs there are, and how they are called.</content>
public partial class InvokeImageResizeCommand
{
    private NameTemplate? _nameTemplate;

    /// <summary>The names of the outputs below -Destination: a pattern such as '{name}-{width}x{height}.{ext}', or a script that gets the file as $_.</summary>
    [Parameter]
    [OutputNameTransformation]
    [ArgumentCompleter(typeof(OutputNameCompleter))]
    [ValidateNotNull]
    public OutputName? Name { get; set; }

    /// <summary>Which outputs there are.</summary>
    private protected virtual PlanOptions PlanOptions => new()
    {
        Destination = Destination,
        Sizes = Size,
        PixelRatios = DevicePixelRatio,
        Formats = Format,
        Pages = Page,
        Name = _nameTemplate,
        NameScript = Name?.Script is null ? null : RunNameScript,
        IfExists = IfExists,
        IfExistsIsExplicit = IsBound(nameof(IfExists)),
        InPlace = InPlace,
        Backup = _backup,
        Force = Force,
    };

    /// <summary>What becomes of an image; the pipeline ends where the run is stopped meanwhile.</summary>
    private SourcePlan Plan(SourceFile source)
    {
        try
        {
            return _planner!.Plan(source);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Reads the pattern and sees that it can tell all outputs of an image apart; ends the command where it cannot.</summary>
    private void ResolveName()
    {
        if (Name?.Pattern is not { } pattern)
            return;
        try
        {
            _nameTemplate = NameTemplate.Parse(pattern);
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidName", e.Message, pattern));
        }

        TakeFormatOf(_nameTemplate!);
        if (_nameTemplate!.Has(NameTokenKind.Size) && Size.Length == 0)
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidName", $"-Name '{pattern}' has {{size}}, the size asked for, and no -Size is given. Use {{width}} and {{height}}, or give -Size.", pattern));
        if (IsBound(nameof(TargetLength)) && _nameTemplate.Has(NameTokenKind.Quality))
            ThrowTerminatingError(ErrorRecords.WrongParameter("NameConflict", $"-Name '{pattern}' has {{quality}}, which with -TargetLength is known only when the output is made. Leave it out of the name; the result has it.", pattern));
        if (AllowShrink && (_nameTemplate.Has(NameTokenKind.Width) || _nameTemplate.Has(NameTokenKind.Height)))
            ThrowTerminatingError(ErrorRecords.WrongParameter("NameConflict", $"-Name '{pattern}' has the pixels of the output, which with -AllowShrink are known only when it is made. Use {{size}}, the size asked for.", pattern));
        if (AutoTrim && (_nameTemplate.Has(NameTokenKind.Width) || _nameTemplate.Has(NameTokenKind.Height)))
            ThrowTerminatingError(ErrorRecords.WrongParameter("NameConflict", $"-Name '{pattern}' tells width or height, which with -AutoTrim are known only after the work. Use {{size}}, the size asked for, or leave them out.", pattern));
        if ((Size.Length > 1 || DevicePixelRatio.Distinct().Count() > 1) && !_nameTemplate.TellsSizes)
            ThrowTerminatingError(ErrorRecords.WrongParameter("NameNotUnique", $"-Name '{pattern}' gives all sizes of an image one name. Put {{size}} into it, or {{width}} and {{height}}.", pattern));
        if (Page is null && _nameTemplate.Has(NameTokenKind.Page))
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidName", $"-Name '{pattern}' has {{page}}, the number of a page or frame, and no -Page is given. Leave it out of the name, or give -Page All.", pattern));
        if (Page is { MayBeSeveral: true } && !_nameTemplate.Has(NameTokenKind.Page))
            ThrowTerminatingError(ErrorRecords.WrongParameter("NameNotUnique", $"-Name '{pattern}' gives all pages of an image one name. Put {{page}} into it, such as '{{name}}-{{page}}.{{ext}}'.", pattern));
        if (Format.Length > 1 && !_nameTemplate.TellsFormats)
            ThrowTerminatingError(ErrorRecords.WrongParameter("NameNotUnique", $"-Name '{pattern}' gives all formats of an image one name. End it in .{{ext}}.", pattern));
    }

    /// <summary>A fixed extension says what the outputs are, as -Format does.</summary>
    private void TakeFormatOf(NameTemplate template)
    {
        if (template.FixedFormat is not { } format)
            return;
        FormatTraits traits = FormatTraits.Of(format);
        if (!traits.IsWritten)
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidName", $"-Name '{template.Text}' ends in the extension of {traits.Name}, which is read and not written. End it in .{{ext}}.", template.Text));
        if (Format.Length == 0)
            Format = [format];
        if (Format.Length == 1 && Format[0] != format)
            ThrowTerminatingError(ErrorRecords.WrongParameter("NameConflict", $"-Name '{template.Text}' ends in the extension of {traits.Name}, and -Format is {Format[0]}. End it in .{{ext}}, or leave -Format out.", template.Text));
    }

    /// <summary>What the script of -Name says of one output.</summary>
    private string RunNameScript(SourceFile source, OutputDetails details)
    {
        Collection<PSObject?> said;
        try
        {
            said = Name!.Script!.InvokeWithContext(null, [new PSVariable("_", new FileInfo(source.Path))], new OutputNameDetails(details));
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            for (Exception? inner = e; inner is not null; inner = inner.InnerException)
                if (inner is ImageResizeException)
                    throw inner;
            throw new ImageResizeException(ImageErrorId.InvalidName, $"The script of -Name failed for this image: {e.Message}", e);
        }

        string[] names = [.. said.Where(one => one is not null).Select(one => LanguagePrimitives.ConvertTo<string>(one))];
        return names.Length == 1
            ? names[0]
            : throw new ImageResizeException(ImageErrorId.InvalidName, $"The script of -Name gave {(names.Length == 0 ? "nothing" : $"{names.Length} values")} for this image. Let it give one name, such as {{ $_.BaseName + '-small' }}.");
    }
}
