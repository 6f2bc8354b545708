namespace ImageResize.Batch.Planning;

/// <summary>What happens where an output is there already (the parameter <c>-IfExists</c>).</summary>
public enum ExistingOutput
{
    /// <summary>An earlier output is replaced.</summary>
    Overwrite,

    /// <summary>The image is skipped.</summary>
    Skip,

    /// <summary>The image is skipped unless it is newer than the output.</summary>
    Update,

    /// <summary>The new output gets another name: "photo (1).jpg".</summary>
    Rename,

    /// <summary>The image fails.</summary>
    Fail,
}
