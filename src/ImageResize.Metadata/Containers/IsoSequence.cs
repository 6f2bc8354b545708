namespace ImageResize.Metadata.Containers;

/// <summary>Counts the frames of an image sequence: the samples of its longest track of pictures (ISO/IEC 14496-12, 8.7.3).</summary>
internal static class IsoSequence
{
    /// <summary>The number of frames; 1 where the movie box tells none.</summary>
    /// <param name="movie">The content of the movie box.</param>
    public static int CountFrames(byte[] movie)
    {
        long frames = 1;
        foreach (IsoBox track in IsoBox.Children(movie, 0, movie.Length).Where(box => box.Type == "trak"))
        {
            if (Find(movie, track, "mdia") is not { } media || Find(movie, media, "hdlr") is not { } handler || !IsPictures(movie, handler))
                continue;
            if (Find(movie, media, "minf") is { } information && Find(movie, information, "stbl") is { } table && Find(movie, table, "stsz") is { } sizes)
            {
                var reader = new IsoReader(movie, sizes.ContentStart, sizes.End);
                reader.Number(8);
                frames = Math.Max(frames, reader.UInt32());
            }
        }

        return (int)Math.Min(frames, int.MaxValue);
    }

    private static IsoBox? Find(byte[] movie, IsoBox parent, string type)
    {
        foreach (IsoBox box in IsoBox.Children(movie, parent.ContentStart, parent.End))
        {
            if (box.Type == type)
                return box;
        }

        return null;
    }

    /// <summary>Alpha of a sequence is in a track of its own, with another handler ("auxv").</summary>
    private static bool IsPictures(byte[] movie, IsoBox handler)
    {
        var reader = new IsoReader(movie, handler.ContentStart, handler.End);
        reader.Number(8);
        return reader.Type() is "pict" or "vide";
    }
}
