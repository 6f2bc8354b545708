namespace ImageResize.Metadata.Containers;

/// <summary>
/// Looks whether the data of the picture that a file shows lie within the file: its own, those of the pieces that it is made of, and its
/// alpha (ISO/IEC 23008-12). Decoders go on over a piece of a grid that is cut off.
/// </summary>
internal static class IsoExtents
{
    /// <summary>Whether data lie outside of the file.</summary>
    /// <param name="items">The file's items.</param>
    /// <param name="primary">The one that is shown.</param>
    /// <param name="length">Bytes of the file.</param>
    public static bool AreCut(IsoItems items, IsoItem primary, long length)
    {
        ILookup<uint, IsoReference> pieces = items.References.Where(reference => reference.Type == "dimg").ToLookup(reference => reference.From);
        var wanted = new Queue<uint>([primary.Id, .. items.References.Where(reference => reference.Type == "auxl" && reference.To.Contains(primary.Id)).Select(reference => reference.From)]);
        var seen = new HashSet<uint>(wanted);
        while (wanted.TryDequeue(out uint id))
        {
            if (!items.Items.TryGetValue(id, out IsoItem? item))
                continue;
            if (item.ConstructionMethod == 0 && item.Extents.Exists(extent => extent.Offset > length || extent.Length > length - extent.Offset))
                return true;
            foreach (uint piece in pieces[id].SelectMany(reference => reference.To).Where(seen.Add))
                wanted.Enqueue(piece);
        }

        return false;
    }
}
