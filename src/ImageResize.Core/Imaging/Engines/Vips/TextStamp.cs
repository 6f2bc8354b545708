using System.Security;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>A text as a picture, drawn by Pango, which is a part of the libvips that comes along, with the fonts of the system. Stateless, thread safe.</summary>
internal static class TextStamp
{
    /// <summary>The width in pixels, about, that a text is drawn at; outputs get it smaller.</summary>
    private const double Width = 2000;

    private const double FirstDensity = 72;
    private const double MostDensity = 7200;

    /// <summary>Draws a text.</summary>
    /// <param name="text">What it says; several lines where there are line breaks. Nothing in it is markup.</param>
    /// <param name="font">A font as Pango names them: family and style, such as "DejaVu Sans Bold".</param>
    /// <param name="color">Its colour.</param>
    /// <returns>A PNG with alpha.</returns>
    /// <exception cref="ImageResizeException">Nothing of it can be seen.</exception>
    public static byte[] Draw(string text, string font, PictureColor color)
    {
        VipsRuntime.Initialize();
        string plain = SecurityElement.Escape(text);
        try
        {
            using Image draft = Image.Text(plain, font: font, dpi: (int)FirstDensity);
            double density = Math.Min(FirstDensity * Width / draft.Width, MostDensity);
            using Image mask = Image.Text(plain, font: font, dpi: (int)density);
            if (mask.Max() == 0)
                throw NotSeen(null);
            using Image ink = mask.NewFromImage([(double)color.Red, color.Green, color.Blue]).Then(flat => flat.Cast(Enums.BandFormat.Uchar)).Then(flat => flat.Copy(interpretation: Enums.Interpretation.Srgb));
            using Image alpha = mask.Linear([color.Alpha / 255.0], [0.5]).Then(share => share.Cast(Enums.BandFormat.Uchar));
            using Image stamp = ink.Bandjoin(alpha);
            return stamp.PngsaveBuffer(keep: Enums.ForeignKeep.None);
        }
        catch (VipsException e)
        {
            throw NotSeen(e);
        }
    }

    private static ImageResizeException NotSeen(Exception? cause) => new(
        ImageErrorId.UnsupportedFormat, "It could not be drawn. Give a text that is not blank, and a Font that is installed; on a system without fonts, install some (fontconfig, a package of fonts) or give the Path of a picture.", cause);
}
