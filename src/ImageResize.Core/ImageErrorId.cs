namespace ImageResize;

/// <summary>Why one image failed. The names are stable: scripts match on them.</summary>
public enum ImageErrorId
{
    /// <summary>The path names nothing, or nothing that can be used.</summary>
    NotFound,

    /// <summary>The system does not let us read the input or write the output.</summary>
    AccessDenied,

    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The content is no image.</summary>
    NotAnImage,

    /// <summary>The content is an image of a format that is not read.</summary>
    UnsupportedFormat,

    /// <summary>The image is truncated or corrupt.</summary>
    Damaged,

    /// <summary>The image has no page or frame of the number that -Page gives.</summary>
    PageNotFound,

    /// <summary>The output would not hold all that the image does, and that is not wanted: of its content in place, or of anything.</summary>
    WouldLose,

    /// <summary>No quality makes the output as short as -TargetLength asks.</summary>
    TargetNotReached,

    /// <summary>The image, or the output, exceeds a limit in pixels.</summary>
    TooLarge,

    /// <summary>The image took longer than allowed.</summary>
    Timeout,

    /// <summary>The name that -Name gives for the output is none that may be used.</summary>
    InvalidName,

    /// <summary>The output is there already and must not be replaced.</summary>
    OutputExists,

    /// <summary>The output is the input, or the output of another input of the same run.</summary>
    OutputCollision,

    /// <summary>No space is left where the output goes.</summary>
    DiskFull,

    /// <summary>Reading or writing failed for another reason.</summary>
    IoError,

    /// <summary>Not enough memory.</summary>
    OutOfMemory,

    /// <summary>The process that decoded the image crashed, hung, or took too much memory (-Isolation Process).</summary>
    WorkerCrashed,

    /// <summary>The run was stopped before the image was done.</summary>
    Canceled,

    /// <summary>A fault in this module; please report it.</summary>
    InternalError,
}
