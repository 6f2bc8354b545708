namespace ImageResize.Batch.Progress;

/// <summary>The image that a worker has been at for longest.</summary>
/// <param name="Path">The full path of the input.</param>
/// <param name="Elapsed">How long, waiting for its turn left out.</param>
internal readonly record struct SlowImage(string Path, TimeSpan Elapsed);
