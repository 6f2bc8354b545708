namespace ImageResize.Jpeg.Samples;

/// <summary>How a made-up image is written.</summary>
internal sealed record SampleFormat
{
    public bool IsProgressive { get; init; }

    /// <summary>MCUs between restart markers; 0 for none.</summary>
    public int RestartInterval { get; init; }

    /// <summary>Whether a sequential image has a scan for each component.</summary>
    public bool SeparatesScans { get; init; }

    /// <summary>Whether quantisation tables are written with 16 bits.</summary>
    public bool HasWideTables { get; init; }

    /// <summary>Whether a sequential image has tables of their own for the second and later components, as photos have them.</summary>
    public bool HasChromaTables { get; init; }

    /// <summary>Whether the height comes after the first scan (DNL).</summary>
    public bool HasLateHeight { get; init; }

    /// <summary>Whether markers have fill bytes before them.</summary>
    public bool HasFillBytes { get; init; }

    /// <summary>The marker of a sequential frame.</summary>
    public byte FrameMarker { get; init; } = 0xC0;

    /// <summary>Segments between SOI and the tables, complete with their markers.</summary>
    public byte[] Prefix { get; init; } = [];

    /// <summary>Names of the components.</summary>
    public byte[] ComponentIds { get; init; } = [1, 2, 3];
}
