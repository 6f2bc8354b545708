using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Metadata.Containers;

/// <summary>A box of the ISO base media file format (ISO/IEC 14496-12, 4.2): its type, and where its content is in the bytes it was found in.</summary>
internal readonly record struct IsoBox(string Type, int Start, int ContentStart, int End)
{
    private const int MaxBoxes = 65_536;

    /// <summary>The boxes in a part of the data; those behind one that does not fit are left out.</summary>
    public static List<IsoBox> Children(ReadOnlySpan<byte> data, int start, int end)
    {
        var boxes = new List<IsoBox>();
        while (end - start >= 8 && boxes.Count < MaxBoxes)
        {
            (string type, int head, long length) = ReadHead(data[start..end], end - start);
            if (length < head || length > end - start)
                break;
            boxes.Add(new IsoBox(type, start, start + head, start + (int)length));
            start += (int)length;
        }

        return boxes;
    }

    /// <summary>The type, the length of the head and the length of the whole box, of one that begins the data.</summary>
    /// <param name="head">At least 8 bytes.</param>
    /// <param name="available">What a box without a length takes: all that is left.</param>
    public static (string Type, int Head, long Length) ReadHead(ReadOnlySpan<byte> head, long available)
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        string type = Encoding.Latin1.GetString(head.Slice(4, 4));
        if (length == 1)
            return head.Length >= 16 && BinaryPrimitives.ReadInt64BigEndian(head[8..]) is >= 16 and var large ? (type, 16, large) : (type, 16, 0);
        return (type, 8, length == 0 ? available : length);
    }
}
