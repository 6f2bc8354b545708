namespace ImageResize.Batch;

/// <summary>What became of one output.</summary>
internal enum ResizeStatus
{
    /// <summary>Scaled or converted, and written.</summary>
    Resized,

    /// <summary>The image fitted already and was copied byte for byte.</summary>
    Copied,

    /// <summary>Nothing was to be done.</summary>
    Skipped,

    /// <summary>Nothing was written; the error says why.</summary>
    Failed,
}
