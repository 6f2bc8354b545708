using ImageResize.Bitmaps;
using ImageResize.Bitmaps.Bmp;
using ImageResize.Bitmaps.Ico;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Encodes BMP and ICO, which libvips does not write, from its pixels. Stateless.</summary>
internal static class VipsBitmapSaver
{
    /// <summary>Writes a BMP file.</summary>
    public static void SaveBmp(Image image, Stream target) =>
        WithPixels(image, pixels => BmpWriter.Write(target, pixels, VipsPixels.DensityOf(image)));

    /// <summary>Writes an icon that holds the image, and smaller ones made from it.</summary>
    public static void SaveIco(Image image, Stream target)
    {
        var entries = new List<IcoEntry>();
        foreach ((int width, int height) in IcoWriter.SizesFor(image.Width, image.PageHeight))
        {
            using Image sized = width == image.Width && height == image.Height ? image.Copy() : image.ThumbnailImage(width, height: height, size: Enums.Size.Force);
            byte[] content = IcoWriter.WantsPng(width, height) ? sized.PngsaveBuffer(keep: Enums.ForeignKeep.None) : [];
            if (content.Length == 0)
                WithPixels(sized, pixels => content = IcoWriter.MakeBitmap(pixels));
            entries.Add(new IcoEntry(width, height, content));
        }

        IcoWriter.Write(target, entries);
    }

    /// <summary>All pixels in one block, in 8 bits of grey or RGB.</summary>
    private static void WithPixels(Image image, Action<PixelRows> use)
    {
        Enums.Interpretation wanted = image.Bands < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb;
        using Image plain = image.Interpretation == wanted ? image.Copy() : image.Colourspace(wanted);
        using Image bytes = plain.Format == Enums.BandFormat.Uchar ? plain.Copy() : plain.Cast(Enums.BandFormat.Uchar);
        IntPtr memory = bytes.WriteToMemory(out _);
        try
        {
            use(new PixelRows(memory, bytes.Width, bytes.Height, bytes.Bands));
        }
        finally
        {
            NetVips.NetVips.Free(memory);
        }
    }
}
