using ImageResize.Metadata.Color;

namespace ImageResize.Metadata.Containers;

/// <summary>What the properties of an item say of it (ISO/IEC 23008-12, 6.5; AV1 codec ISO media file format binding, 2.3).</summary>
internal sealed class IsoProperties(IsoItems items, PartsBuilder builder)
{
    public ImageParts Describe(ImageParts parts, IsoItem item, ref ColorDescription? color)
    {
        int turns = 0, mirror = -1, bits = 0;
        foreach (IsoBox property in items.PropertiesOf(item))
        {
            IsoReader reader = items.Open(property);
            switch (property.Type)
            {
                case "ispe":
                    reader.UInt32();
                    parts = parts with { Width = reader.UInt32(), Height = reader.UInt32() };
                    break;
                case "pixi":
                    reader.UInt32();
                    int channels = reader.Byte();
                    for (int i = 0; i < channels; i++)
                        bits = Math.Max(bits, reader.Byte());
                    parts = parts with { Channels = channels };
                    break;
                case "av1C":
                    // Marker and version, profile and level, then tier, high bit depth and twelve bits.
                    reader.UInt16();
                    int flags = reader.Byte();
                    bits = Math.Max(bits, (flags & 0x40) == 0 ? 8 : (flags & 0x20) == 0 ? 10 : 12);
                    break;
                case "hvcC" when property.End - property.ContentStart > 18:
                    bits = Math.Max(bits, 8 + (items.Data[property.ContentStart + 17] & 7));
                    break;
                case "irot":
                    turns = reader.Byte() & 3;
                    break;
                case "imir":
                    mirror = reader.Byte() & 1;
                    break;
                case "colr":
                    ReadColor(reader, property, ref color);
                    break;
            }
        }

        return parts with { Orientation = OrientationOf(turns, mirror), BitsPerSample = bits == 0 ? 8 : bits };
    }

    private void ReadColor(IsoReader reader, IsoBox property, ref ColorDescription? color)
    {
        string kind = reader.Type();
        if (kind == "nclx" && color is null)
        {
            var points = new CodePoints(reader.UInt16(), reader.UInt16(), reader.UInt16(), (reader.Byte() & 0x80) != 0);
            if (!reader.IsPastEnd)
                color = ColorDescription.FromCodePoints(points);
        }
        else if (kind is "prof" or "rICC" && builder.Icc is null && builder.Limit.TryTake(property.End - reader.Position))
        {
            builder.Icc = items.Data[reader.Position..property.End];
        }
    }

    /// <summary>
    /// EXIF's number for turns of 90 degrees anticlockwise and a mirror after them, 0 from top to bottom, 1 from left to right,
    /// -1 none.
    /// </summary>
    private static int OrientationOf(int turns, int mirror) => (turns, mirror) switch
    {
        (1, -1) => 8,
        (2, -1) => 3,
        (3, -1) => 6,
        (0, 0) or (2, 1) => 4,
        (0, 1) or (2, 0) => 2,
        (1, 0) or (3, 1) => 5,
        (1, 1) or (3, 0) => 7,
        _ => 1,
    };
}
