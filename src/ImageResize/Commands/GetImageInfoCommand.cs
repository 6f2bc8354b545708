using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Planning;
using ImageResize.Errors;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;

namespace ImageResize.Commands;

/// <summary>
/// <para type="synopsis">Reads the headers of image files.</para>
/// No pixel is decoded, so a large folder takes no longer than its directory entries do; -DominantColor alone decodes.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImageInfo", DefaultParameterSetName = PathSet, HelpUri = OnlineHelp.Pages + "Get-ImageInfo.md")]
[OutputType(typeof(ImageInfo))]
public sealed class GetImageInfoCommand : ImagePathCommand, IDisposable
{
    private readonly ImageScaler _scaler = ImageScaler.ForHeaders();
    private readonly InputBuffers _buffers = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Looks at hidden files in folders, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Also tells the colour that most of each picture has, for which a reduced picture is decoded.</summary>
    [Parameter]
    public SwitchParameter DominantColor { get; set; }

    /// <inheritdoc/>
    protected override bool IncludeHidden => Force;

    /// <inheritdoc/>
    protected override bool TakesPairs => true;

    /// <inheritdoc/>
    protected override void BeginProcessing() => ThrowIfNoInput();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SourceFile source in InputFiles())
        {
            if (_stopping.IsCancellationRequested)
                return;
            try
            {
                using ImageInput input = ImageInput.Open(source.Path, LocalFileLayer.Instance, _buffers);
                ImageHeader header = ImageInspector.Inspect(input, (file, format) => _scaler.ReadHeader(file, format, _stopping.Token));
                Content[] contents = Inventory.Of(input, header.Parts);
                string? color = DominantColor ? DominantColorOf(source.Path, input, header) : null;
                WriteObject(new ImageInfo(source.Path, input.Length, header, contents, color));
            }
            catch (ImageResizeException e)
            {
                WriteError(ErrorRecords.Of(source.Path, e.Fault));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                _buffers.Trim();
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>The colour; null where the picture cannot be decoded, which is an error and leaves what the header says.</summary>
    private string? DominantColorOf(string path, ImageInput input, ImageHeader header)
    {
        try
        {
            if (header.TotalPixels > ConvertOptions.DefaultMaxPixels)
                throw new ImageResizeException(ImageErrorId.TooLarge, $"The image has {header.TotalPixels:N0} pixels, more than the {ConvertOptions.DefaultMaxPixels:N0} that are decoded for -DominantColor. Leave -DominantColor out for it.");
            return Imaging.Engines.DominantColor.Of(_scaler, input, header, _stopping.Token);
        }
        catch (ImageResizeException e)
        {
            WriteError(ErrorRecords.Of(path, e.Fault));
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scaler.Dispose();
        _stopping.Dispose();
    }
}
