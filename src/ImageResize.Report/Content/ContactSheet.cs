using ImageResize.Batch;
using ImageResize.Processes;

namespace ImageResize.Report.Content;

/// <summary>Thumbnails of the first images, before and after, as many as a report can bear.</summary>
/// <param name="Images">The images.</param>
/// <param name="LeftOut">How many that were wanted are not shown, for want of room or of time.</param>
internal sealed record ContactSheet(IReadOnlyList<ContactImage> Images, int LeftOut)
{
    /// <summary>Bytes of all thumbnails together; they take a third more in the page.</summary>
    public const long MaxBytes = 750_000;

    /// <summary>No thumbnails.</summary>
    public static ContactSheet Empty { get; } = new([], 0);

    /// <summary>Makes the thumbnails of some images, whose files are looked at now.</summary>
    /// <param name="outcomes">What became of the images.</param>
    /// <param name="children">The processes in which libvips works; null for this one.</param>
    /// <param name="cancellation">Leaves out those that are not made yet.</param>
    public static ContactSheet Make(IReadOnlyList<ImageOutcome> outcomes, ChildProcessPool? children, CancellationToken cancellation)
    {
        var images = new List<ContactImage>(outcomes.Count);
        long bytes = 0;
        using var maker = new ThumbnailMaker(children);
        try
        {
            foreach (ImageOutcome outcome in outcomes)
            {
                cancellation.ThrowIfCancellationRequested();

                // In place, the input is no more.
                Thumbnail? before = outcome.SourcePath == outcome.OutputPath ? null : maker.Make(outcome.SourcePath, cancellation);
                Thumbnail? after = maker.Make(outcome.OutputPath!, cancellation);
                bytes += (before?.Content.Length ?? 0) + (after?.Content.Length ?? 0);
                if (bytes > MaxBytes)
                    break;
                if (before is not null || after is not null)
                    images.Add(new ContactImage(outcome, before, after));
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever is in a hurry gets what is there.
        }

        return new ContactSheet(images, outcomes.Count - images.Count);
    }
}

/// <summary>One image of the contact sheet.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Before">The input; null where it cannot be shown, as after it was replaced.</param>
/// <param name="After">The output; null where it cannot be shown.</param>
internal sealed record ContactImage(ImageOutcome Outcome, Thumbnail? Before, Thumbnail? After);
