using System.Management.Automation;
using ImageResize.Batch.Planning;
using ImageResize.Errors;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;

namespace ImageResize.Commands;

/// <summary>
/// <para type="synopsis">Reads the headers of image files.</para>
/// No pixel is decoded, so a large folder takes no longer than its directory entries do.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImageInfo", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ImageInfo))]
public sealed class GetImageInfoCommand : ImagePathCommand
{
    private readonly ImageScaler _scaler = ImageScaler.ForHeaders();
    private readonly InputBuffers _buffers = new();
    private volatile bool _stopping;

    /// <summary>Looks at hidden files in folders, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

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
            if (_stopping)
                return;
            try
            {
                using ImageInput input = ImageInput.Open(source.Path, LocalFileLayer.Instance, _buffers);
                ImageHeader header = ImageInspector.Inspect(input, (file, format) => _scaler.ReadHeader(file, format, CancellationToken.None));
                WriteObject(new ImageInfo(source.Path, input.Length, header, Inventory.Of(input)));
            }
            catch (ImageResizeException e)
            {
                WriteError(ErrorRecords.Of(source.Path, e.Fault));
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping = true;
}
