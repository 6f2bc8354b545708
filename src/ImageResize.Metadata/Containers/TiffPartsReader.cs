using ImageResize.Metadata.Color;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// What a TIFF or BigTIFF file holds: the chain of directories, those below them, and the metadata of the first, whose EXIF is
/// put together as a block of its own.
/// </summary>
internal static class TiffPartsReader
{
    private const int MaxDirectories = 4096;

    /// <summary>Entries of all directories together, which may overlap.</summary>
    private const int MaxEntries = 131_072;

    /// <summary>The parts; null where the source is no TIFF file.</summary>
    /// <param name="source">The file from its first byte.</param>
    /// <param name="limit">How much metadata is taken.</param>
    /// <param name="page">The page that the parts are to be of, from 0, as if it were the file; null, or one that there is not, for the whole document.</param>
    public static ImageParts? Read(ByteSource source, MetadataLimit limit, int? page)
    {
        if (TiffFile.Open(source) is not { } file || file.Version is not (42 or 43 or 0x4F52 or 0x5352 or 0x55))
            return null;
        var builder = new PartsBuilder(source, limit);
        var walk = new TiffWalk(file);
        List<List<TiffFileEntry>> chain = walk.Chain(file.FirstDirectory);
        bool hasMore = walk.HasMore;
        var parts = new ImageParts { Format = ContainerFormat.Tiff, BitsPerSample = 0 };
        if (chain.Count == 0)
        {
            builder.Problem = "The first directory does not lie within the file.";
            return builder.Build(parts);
        }

        int[] pages = [.. Enumerable.Range(0, chain.Count).Where(i => IsPage(file, chain[i]))];
        bool isPicked = page is >= 0 && page < pages.Length;
        int main = isPicked ? pages[page!.Value] : pages.FirstOrDefault();
        List<TiffFileEntry> shown = chain[main];

        // What belongs to a page lies below it; whose smaller version another directory of the chain is, nothing tells.
        List<List<TiffFileEntry>> beside = isPicked ? [] : chain;
        List<List<TiffFileEntry>> below = [.. (isPicked ? [shown] : chain).SelectMany(directory => walk.SubDirectories(directory))];
        if (walk.IsBroken)
            builder.Problem = "A directory does not lie within the file.";
        var tiles = new TiffTiles(file);
        foreach (List<TiffFileEntry> directory in isPicked ? [shown] : pages.Select(one => chain[one]))
            tiles.Look(directory);
        bool isAlone = isPicked && !walk.IsBroken;
        parts = TiffImage.Describe(file, shown, parts) with
        {
            MainDirectory = isAlone ? 0 : main,
            PageLinks = isAlone ? file.LinksTo(walk.Offsets[main], shown.Count) : [],
            PageDirectories = isAlone ? [0] : isPicked ? [main] : [.. pages],
            Pages = isPicked ? 1 : Math.Max(1, pages.Length),
            PagesInFile = Math.Max(1, pages.Length),
            HasMorePages = hasMore,
            LacksPixelData = tiles.AreCut,
            IsInWholeTiles = tiles.AreAll,
            ArePagesAlike = isPicked || chain.TrueForAll(directory => IsPage(file, directory) && TiffImage.IsLike(file, directory, shown)),
        };
        if (CameraRaw.Tell(file, chain[0], [.. chain.Skip(1), .. below]) is { } raw)
            parts = parts with { Variant = $"camera raw ({raw})" };
        foreach (List<TiffFileEntry> other in beside.Where(directory => directory != shown && !IsPage(file, directory)).Concat(below))
            builder.OtherPictures.Add(new OtherPicture(RoleOf(file, other), 0));
        PhotoshopLayers.Read(file, shown, builder);
        ReadBlocks(file, shown, builder);
        ColorDescription? color = parts.Channels - parts.ExtraChannels - (parts.HasAlpha ? 1 : 0) == 1 ? ColorDescription.Unspecified with { Channels = ColorChannels.Gray, Matrix = null } : null;
        return builder.Build(parts, TiffImage.Color(file, shown) ?? color);
    }

    private static void ReadBlocks(TiffFile file, List<TiffFileEntry> directory, PartsBuilder builder)
    {
        byte[]? Value(ushort tag) => directory.Find(e => e.Tag == tag) is { Tag: not 0, Count: > 0 } entry ? file.ReadValue(entry, builder.Limit) : null;
        builder.Xmp = Value(TiffTag.Xmp);
        builder.Icc = Value(TiffTag.IccProfile);
        builder.ImageResources = Value(TiffTag.ImageResources);
        // The same data sets are in the image resources where there are some; older writers count them in numbers of four bytes.
        if (builder.ImageResources is null)
            builder.Iptc = Value(TiffTag.Iptc);
        if (TiffExif.Collect(file, directory, builder.Limit) is { } exif)
            builder.AddExif(exif);
    }

    private static bool IsPage(TiffFile file, List<TiffFileEntry> directory) =>
        (file.FirstNumber(directory, TiffTag.NewSubfileType, 0) & 5) == 0 && file.FirstNumber(directory, TiffTag.SubfileType, 1) != 2
        && directory.Exists(entry => entry.Tag == TiffTag.ImageWidth);

    private static PictureRole RoleOf(TiffFile file, List<TiffFileEntry> directory) => file.FirstNumber(directory, TiffTag.NewSubfileType, 0) switch
    {
        var type when (type & 4) != 0 => PictureRole.Auxiliary,
        var type when (type & 1) != 0 => PictureRole.Preview,
        _ => PictureRole.Picture,
    };

    /// <summary>Walks over directories, none of them twice.</summary>
    private sealed class TiffWalk(TiffFile file)
    {
        private readonly HashSet<long> _seen = [];
        private int _entries;

        public bool IsBroken { get; private set; }

        /// <summary>Whether the last chain went on where enough directories were met.</summary>
        public bool HasMore { get; private set; }

        /// <summary>Where the directories lie, in the order in which they were met.</summary>
        public List<long> Offsets { get; } = [];

        public List<List<TiffFileEntry>> Chain(long offset)
        {
            var chain = new List<List<TiffFileEntry>>();
            while (offset != 0 && _seen.Count < MaxDirectories && _seen.Add(offset))
            {
                if (file.ReadDirectory(offset, out long next) is not { } directory || (_entries += directory.Count) > MaxEntries)
                {
                    IsBroken = true;
                    break;
                }

                chain.Add(directory);
                Offsets.Add(offset);
                offset = next;
            }

            HasMore = offset != 0 && !_seen.Contains(offset);
            return chain;
        }

        public IEnumerable<List<TiffFileEntry>> SubDirectories(List<TiffFileEntry> directory) =>
            file.Numbers(directory, TiffTag.SubDirectories).SelectMany(Chain);
    }
}
