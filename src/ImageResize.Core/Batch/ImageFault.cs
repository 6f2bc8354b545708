using System.Globalization;

namespace ImageResize.Batch;

/// <summary>Any exception as the failure of an image: an id, what is wrong and what to do.</summary>
internal static class ImageFault
{
    /// <summary>The failure that an exception means.</summary>
    public static Fault Of(Exception e) => e switch
    {
        ImageResizeException known => known.Fault,
        OperationCanceledException => new(ImageErrorId.Canceled, "The run was stopped before this image was done; nothing was written for it.") { Cause = e },
        OutOfMemoryException => new(ImageErrorId.OutOfMemory, "There was not enough memory for this image. Use a smaller -ThrottleLimit.") { Cause = e },
        _ => new(ImageErrorId.InternalError, $"A fault in ImageResize ({e.GetType().Name}: {e.Message}). Please report it with the file.") { Cause = e },
    };

    /// <summary>The time was up, and the image could be stopped.</summary>
    public static Fault TimedOut(TimeSpan limit, Stage stage) =>
        new(ImageErrorId.Timeout, $"{Late(limit, stage)} It was stopped, and nothing was written for it. Raise -TimeoutSeconds if the image is worth it.");

    /// <summary>The image could not be stopped.</summary>
    /// <param name="limit">The time allowed; null where not the time was up but the run was stopped.</param>
    /// <param name="stage">What was done when it should have stopped.</param>
    /// <param name="isRenaming">Whether its output was about to get its name.</param>
    public static Fault Abandoned(TimeSpan? limit, Stage stage, bool isRenaming)
    {
        string late = limit is { } time ? Late(time, stage) : $"The run was stopped while the image was {Doing(stage)}.";
        string end = isRenaming
            ? "The file system does not answer; the output may still appear, whole."
            : "It cannot be stopped in there and was abandoned: what still comes of it is thrown away, and nothing is written for it.";
        return new(limit is null ? ImageErrorId.Canceled : ImageErrorId.Timeout, $"{late} {end}");
    }

    /// <summary>Too many other images hang.</summary>
    public static Fault NotBegun(int abandoned) => new(
        ImageErrorId.Timeout,
        $"The image was not begun: {abandoned} images before it were abandoned (-TimeoutSeconds) and are still at work. Run it again without them, or raise -TimeoutSeconds.");

    private static string Late(TimeSpan limit, Stage stage) =>
        string.Create(CultureInfo.InvariantCulture, $"The image took longer than the {limit.TotalSeconds:0.###} s allowed (-TimeoutSeconds); it was being {Doing(stage)}.");

    private static string Doing(Stage stage) => stage switch
    {
        Stage.Read => "read",
        Stage.Scale => "decoded and scaled",
        Stage.Encode => "encoded",
        Stage.Write => "written",
        _ => "made to wait",
    };
}
