using System.Buffers.Binary;
using ImageResize.Jpeg;
using ImageResize.Jpeg.Markers;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Puts the number of lines of a JPEG image where libjpeg reads it. A frame header may leave it 0 and a DNL marker tell it
/// behind the first scan (ITU T.81, B.2.5), which libjpeg does not know. Stateless.
/// </summary>
internal static class JpegLineCount
{
    /// <summary>Where the number of lines stands, from the code of the frame's marker: behind the segment's length and the precision.</summary>
    private const int LinesOffset = 4;

    /// <summary>The file with the number of lines in its frame header; null where it is there already, or nowhere.</summary>
    public static byte[]? Patch(ReadOnlySpan<byte> file)
    {
        int frame = FindFrame(file);
        if (frame < 0 || frame + LinesOffset + 2 > file.Length || BinaryPrimitives.ReadUInt16BigEndian(file[(frame + LinesOffset)..]) != 0)
            return null;
        try
        {
            int lines = JpegHeader.Read(file).Height;
            byte[] patched = file.ToArray();
            BinaryPrimitives.WriteUInt16BigEndian(patched.AsSpan(frame + LinesOffset), (ushort)lines);
            return patched;
        }
        catch (JpegFormatException)
        {
            return null;
        }
    }

    /// <summary>Where the code of the first frame's marker is; -1 where none comes before the first scan.</summary>
    private static int FindFrame(ReadOnlySpan<byte> file)
    {
        for (int at = 2; at + 4 <= file.Length;)
        {
            if (file[at] != 0xFF || file[at + 1] is 0 or 0xFF)
            {
                at++;
                continue;
            }

            byte code = file[at + 1];
            if (code == Marker.Sos)
                return -1;
            if (Marker.IsFrame(code))
                return at + 1;
            at += Marker.StandsAlone(code) ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return -1;
    }
}
