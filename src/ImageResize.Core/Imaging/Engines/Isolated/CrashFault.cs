using System.Globalization;
using ImageResize.Processes;

namespace ImageResize.Imaging.Engines.Isolated;

/// <summary>What is told of an image over which a child ended.</summary>
internal static class CrashFault
{
    private const string Advice = "Other images are not affected. The file may be made to attack its decoder: look where it is from before you open it elsewhere.";

    /// <summary>It ended by itself, was ended from outside, or said what makes no sense.</summary>
    /// <param name="how">How, as a sentence with a blank before it; may be empty.</param>
    /// <param name="cause">What told us.</param>
    public static Fault Ended(string how, Exception cause) =>
        new(ImageErrorId.WorkerCrashed, $"The process that decoded the image {(cause is EndOfStreamException or IOException ? "ended before it was done" : "gave an answer that makes no sense, and was ended")}.{how} {Advice}") { Cause = cause };

    /// <summary>It did not answer.</summary>
    public static Fault Hangs(TimeSpan limit) =>
        new(ImageErrorId.WorkerCrashed, string.Create(CultureInfo.InvariantCulture, $"The process that decoded the image did not answer within {limit.TotalMinutes:0.#} minutes and was ended. {Advice}"));

    /// <summary>It took too much.</summary>
    /// <param name="ceiling">Bytes that it might take.</param>
    public static Fault LacksMemory(long ceiling) =>
        new(ImageErrorId.WorkerCrashed, $"Decoding the image takes more memory than the {Quantity.Bytes(ceiling)} that its process may take, which is more than twice what an image of its size needs. {Advice}");

    /// <summary>There is none.</summary>
    public static Fault NotStarted(ChildProcessException cause) =>
        new(ImageErrorId.WorkerCrashed, $"There is no process to decode the image in: {cause.Message} Leave -Isolation out, or see that this user may start processes.") { Cause = cause };
}
