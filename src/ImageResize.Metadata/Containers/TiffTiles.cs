using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Looks whether the tiles of a TIFF's pages (TIFF 6.0, section 15) lie within the file: decoders go on over those that do not.
/// Strips need no look, since a decoder fails at one that is cut off. One for a file.
/// </summary>
internal sealed class TiffTiles(TiffFile file)
{
    /// <summary>Tiles of all pages together that are looked at; the tables of two pages may be the same bytes.</summary>
    private const int MaxTiles = 1 << 20;

    private const int AtOnce = 4096;

    private int _left = MaxTiles;
    private bool _hasOther;

    /// <summary>Whether a tile lies outside of the file, wholly or in part.</summary>
    public bool AreCut { get; private set; }

    /// <summary>Whether the pages are all in tiles, and each has data: GDAL's sparse files leave out those that are empty.</summary>
    public bool AreAll => !_hasOther && _left < MaxTiles;

    /// <summary>Looks at the tiles of a page.</summary>
    public void Look(List<TiffFileEntry> directory)
    {
        _hasOther |= !directory.Exists(entry => entry.Tag == TiffTag.TileOffsets);
        for (long from = 0; _left > 0; from += AtOnce)
        {
            long[] offsets = file.Numbers(directory, TiffTag.TileOffsets, from, AtOnce), lengths = file.Numbers(directory, TiffTag.TileByteCounts, from, AtOnce);
            int count = Math.Min(offsets.Length, lengths.Length);
            if (count == 0)
                return;
            _left -= count;
            for (int i = 0; i < count; i++)
            {
                _hasOther |= lengths[i] == 0;
                AreCut |= lengths[i] != 0 && (offsets[i] < 0 || lengths[i] < 0 || offsets[i] > file.Source.Length || lengths[i] > file.Source.Length - offsets[i]);
            }
        }
    }
}
