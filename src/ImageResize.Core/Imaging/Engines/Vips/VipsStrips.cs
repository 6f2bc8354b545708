using System.Runtime.InteropServices;
using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The pixels of an image of libvips by strips from top to bottom, computed on the calling thread straight into memory of ours:
/// no thread is started or woken for them, and nothing is kept but the strip. Belongs to one thread.
/// </summary>
internal sealed class VipsStrips : IDisposable
{
    private readonly Image _image, _memory;
    private readonly Region _source, _target;
    private readonly int _rows;

    /// <param name="image">The image.</param>
    /// <param name="strip">Where its rows are written: as wide as the image, of its format, and as high as a strip is at most.</param>
    /// <exception cref="VipsException">libvips lacks memory.</exception>
    public VipsStrips(Image image, PixelImage strip)
    {
        (_image, _rows) = (image, strip.Height);
        _memory = Image.NewFromMemory(strip.Address, (ulong)strip.Length, strip.Width, strip.Height, image.Bands, image.Format);
        _source = Region.New(image);
        _target = Region.New(_memory);
        var all = new Rectangle(0, 0, strip.Width, strip.Height);
        if (Attach(_target.DangerousGetHandle(), ref all) != 0)
            throw new VipsException("unable to attach a region");
    }

    /// <summary>Computes the next rows.</summary>
    /// <param name="top">The first.</param>
    /// <returns>How many they are: 0 below the last.</returns>
    /// <exception cref="VipsException">They cannot be computed.</exception>
    public int Read(int top)
    {
        int count = Math.Min(_rows, _image.Height - top);
        if (count <= 0)
            return 0;
        var wanted = new Rectangle(0, top, _image.Width, count);
        return Prepare(_source.DangerousGetHandle(), _target.DangerousGetHandle(), ref wanted, 0, 0) == 0
            ? count
            : throw new VipsException("unable to compute pixels");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
        _memory.Dispose();
    }

    [DllImport(VipsRuntime.Library, EntryPoint = "vips_region_image")]
    private static extern int Attach(nint region, ref Rectangle part);

    [DllImport(VipsRuntime.Library, EntryPoint = "vips_region_prepare_to")]
    private static extern int Prepare(nint source, nint target, ref Rectangle wanted, int x, int y);

    /// <summary>libvips' VipsRect.</summary>
    private readonly record struct Rectangle(int Left, int Top, int Width, int Height);
}
