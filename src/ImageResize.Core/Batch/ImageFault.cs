using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>Any exception as the failure of an image: an id, what is wrong and what to do.</summary>
internal static class ImageFault
{
    /// <summary>The failure that an exception means.</summary>
    public static ImageResizeException Of(Exception e) => e switch
    {
        ImageResizeException known => known,
        OperationCanceledException => new(ImageErrorId.Canceled, "The run was stopped before this image was done; nothing was written for it.", e),
        OutOfMemoryException => new(ImageErrorId.OutOfMemory, "There was not enough memory for this image. Use a smaller -ThrottleLimit.", e),
        _ => new(ImageErrorId.InternalError, $"A fault in ImageResize ({e.GetType().Name}: {e.Message}). Please report it with the file.", e),
    };
}
