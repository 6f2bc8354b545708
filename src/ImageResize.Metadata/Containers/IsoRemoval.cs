using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// The data of items that go. They lie among the data of others, so they are overwritten with zeros: what was removed must not be
/// found in the file.
/// </summary>
internal sealed class IsoRemoval
{
    /// <summary>Sound files have one block of each kind.</summary>
    private const int MaxRanges = 256;

    private readonly (long Start, long End)[] _ranges;

    /// <param name="items">The items of the file.</param>
    /// <param name="data">Where the boxes are that hold data of items.</param>
    /// <exception cref="MetadataFormatException">Data that go lie in other boxes, or are data of items that stay, too.</exception>
    public IsoRemoval(IsoItems items, List<(long Start, long End)> data)
    {
        _ranges = [.. Ranges(items, isMetadata: true).OrderBy(range => range.Start)];
        if (_ranges.Length > MaxRanges)
            throw new MetadataFormatException("The metadata are in more pieces than any writer makes.");
        if (!Array.TrueForAll(_ranges, range => data.Exists(box => range.Start >= box.Start && range.End <= box.End)))
            throw new MetadataFormatException("Data of items lie outside the boxes for them.");
        foreach ((long start, long end) in Ranges(items, isMetadata: false))
        {
            if (Array.Exists(_ranges, range => range.Start < end && start < range.End))
                throw new MetadataFormatException("Items share their data.");
        }
    }

    /// <summary>Whether a part of the file holds data that go and nothing else.</summary>
    public bool Fills(long start, long end)
    {
        foreach ((long from, long to) in _ranges)
        {
            if (from == start)
                start = to;
        }

        return _ranges.Length > 0 && start == end;
    }

    /// <summary>Copies a part of the file.</summary>
    public void CopyTo(ByteSource source, Stream target, long start, long end)
    {
        foreach ((long from, long to) in _ranges)
        {
            long first = Math.Clamp(from, start, end), last = Math.Clamp(to, first, end);
            source.CopyTo(target, start, first - start);
            WriteZeros(target, last - first);
            start = last;
        }

        source.CopyTo(target, start, end - start);
    }

    private static IEnumerable<(long Start, long End)> Ranges(IsoItems items, bool isMetadata) => items.Items.Values
        .Where(item => IsoMetaWriter.IsMetadata(item) == isMetadata && item.ConstructionMethod == 0)
        .SelectMany(item => item.Extents.Where(extent => extent.Offset <= long.MaxValue - extent.Length).Select(extent => (extent.Offset, extent.Offset + extent.Length)));

    private static void WriteZeros(Stream target, long count)
    {
        var zeros = new byte[(int)Math.Min(count, 65_536)];
        for (; count > 0; count -= zeros.Length)
            target.Write(zeros, 0, (int)Math.Min(count, zeros.Length));
    }
}
