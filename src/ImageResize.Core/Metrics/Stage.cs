namespace ImageResize.Metrics;

/// <summary>The stages that an image passes, in their order.</summary>
public enum Stage
{
    /// <summary>Waiting for a worker, for memory or for its turn.</summary>
    Wait,

    /// <summary>Reading the file.</summary>
    Read,

    /// <summary>Decoding and scaling.</summary>
    Scale,

    /// <summary>Encoding.</summary>
    Encode,

    /// <summary>Writing the file.</summary>
    Write,
}
