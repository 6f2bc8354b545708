using System.Collections.Immutable;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// A TIFF file as libvips shall see it where a page was picked: with that page alone. libvips walks over all directories whenever it
/// opens a file, so that a document page by page takes the square of their number. Stateless.
/// </summary>
internal static class TiffPageAlone
{
    /// <summary>The file, with other links between its directories.</summary>
    /// <param name="input">The file.</param>
    /// <param name="links">The links; empty for the file as it is.</param>
    public static Stream Open(ImageInput input, ImmutableArray<TiffLink> links)
    {
        if (links.IsEmpty)
            return input.OpenStream();
        var pieces = new FilePieces();
        long end = 0;
        foreach (TiffLink link in links.OrderBy(link => link.Offset))
        {
            // A link that is cut off at the end of the file leads nowhere as it is.
            if (link.Offset < end || link.Offset + link.Bytes.Length > input.Length)
                continue;
            if (link.Offset > end)
                pieces.Add(input, end, link.Offset - end);
            pieces.Add(link.Bytes.AsMemory());
            end = link.Offset + link.Bytes.Length;
        }

        if (end < input.Length)
            pieces.Add(input, end, input.Length - end);
        return new PieceStream(pieces);
    }
}
