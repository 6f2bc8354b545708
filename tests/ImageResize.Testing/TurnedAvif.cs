using System.Buffers.Binary;

namespace ImageResize.Testing;

/// <summary>Gives an AVIF of one picture the property that turns it (ISO/IEC 23008-12, irot), which libvips does not write.</summary>
public static class TurnedAvif
{
    /// <summary>The file, its picture to be turned by quarters against the clock.</summary>
    public static byte[] Of(byte[] avif, byte quarters)
    {
        int meta = Find(avif, "meta"), properties = Find(avif, "iprp"), store = Find(avif, "ipco"), links = Find(avif, "ipma"), places = Find(avif, "iloc");
        int count = 0;
        for (int at = store + 8; at < store + Size(avif, store); at += Size(avif, at))
            count++;
        byte[] turn = [0, 0, 0, 9, .. "irot"u8, quarters];
        int grown = turn.Length + 1;

        // One entry more for the first picture of the table, which is the one shown; offsets of four bytes, as libheif writes them.
        int item = links + 16, storeEnd = store + Size(avif, store), itemEnd = item + 3 + avif[item + 2];
        byte[] made = [.. avif[..storeEnd], .. turn, .. avif[storeEnd..itemEnd], (byte)(count + 1 | 0x80), .. avif[itemEnd..]];
        made[item + turn.Length + 2]++;
        Grow(made, meta, grown);
        Grow(made, properties, grown);
        Grow(made, store, turn.Length);
        Grow(made, links + turn.Length, 1);
        for (int at = places; at < places + Size(avif, places) - 4; at++)
        {
            // The one extent begins where the data's box does.
            if (BinaryPrimitives.ReadInt32BigEndian(avif.AsSpan(at)) == Find(avif, "mdat") + 8)
                Grow(made, at, grown);
        }

        return made;
    }

    private static int Find(byte[] file, string type) => file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(type)) - 4;

    private static int Size(byte[] file, int box) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(box));

    private static void Grow(byte[] file, int at, int by) => BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at), Size(file, at) + by);
}
