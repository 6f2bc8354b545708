namespace ImageResize.Metadata.Containers;

/// <summary>Sorts the picture items of a file by what they are to the primary one (ISO/IEC 23008-12, 6.4).</summary>
internal sealed class IsoPictures(IsoItems items, PartsBuilder builder)
{
    private static readonly string[] PictureTypes = ["av01", "hvc1", "lhv1", "avc1", "jpeg", "grid", "iovl", "iden", "tmap", "vvc1", "j2k1", "unci"];

    public ImageParts Add(ImageParts parts, IsoItem primary)
    {
        // Pieces of a grid or an overlay belong to the picture that is made of them.
        HashSet<uint> pieces = [.. items.References.Where(r => r.Type == "dimg").SelectMany(r => r.To)];
        HashSet<uint> thumbnails = [.. items.References.Where(r => r.Type == "thmb").Select(r => r.From)];
        HashSet<uint> auxiliaries = [.. items.References.Where(r => r.Type == "auxl").Select(r => r.From)];
        foreach (IsoItem item in items.Items.Values.OrderBy(item => item.Id))
        {
            if (item.Id == primary.Id || Array.IndexOf(PictureTypes, item.Type) < 0)
                continue;
            long length = item.Extents.Sum(extent => Math.Min(extent.Length, builder.Source.Length));
            if (item.Type == "tmap")
                builder.HasGainMap = true;
            else if (auxiliaries.Contains(item.Id))
                parts = AddAuxiliary(parts, item, length);
            else if (thumbnails.Contains(item.Id))
                builder.OtherPictures.Add(new OtherPicture(PictureRole.Preview, length));
            else if (!pieces.Contains(item.Id) && !item.IsHidden)
                builder.OtherPictures.Add(new OtherPicture(PictureRole.Picture, length));
        }

        // ISO/IEC 23008-12, 6.10.1.2: from the picture to its alpha.
        return parts with { IsPremultiplied = items.References.Any(reference => reference.Type == "prem" && reference.From == primary.Id) };
    }

    private ImageParts AddAuxiliary(ImageParts parts, IsoItem item, long length)
    {
        string kind = "";
        foreach (IsoBox property in items.PropertiesOf(item))
        {
            if (property.Type != "auxC")
                continue;
            IsoReader reader = items.Open(property);
            reader.UInt32();
            kind = reader.Text();
        }

        if (kind is "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha" or "urn:mpeg:hevc:2015:auxid:1")
            return parts with { HasAlpha = true, Channels = parts.Channels is 1 or 3 ? parts.Channels + 1 : parts.Channels };
        if (kind.Contains("hdrgainmap", StringComparison.OrdinalIgnoreCase))
            builder.HasGainMap = true;
        else
            builder.OtherPictures.Add(new OtherPicture(PictureRole.Auxiliary, length));
        return parts;
    }
}
