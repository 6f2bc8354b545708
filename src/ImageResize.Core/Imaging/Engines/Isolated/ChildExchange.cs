using System.Text.Json;
using ImageResize.Files;
using ImageResize.Processes;

namespace ImageResize.Imaging.Engines.Isolated;

/// <summary>
/// One question about an image to a child process: the image is put where the child reads it, and the child is ended where it is
/// asked to stop, takes too long, or says what makes no sense. Alike for whatever children do with images. Stateless, thread safe.
/// </summary>
internal static class ChildExchange
{
    /// <summary>What a child may take beside twice what its image is expected to, in bytes.</summary>
    public const long SpareMemory = 256L << 20;

    private const int PieceLength = 1 << 20;

    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestForMegapixel = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>How long an image may take without -TimeoutSeconds: so long that no sound one does, on a slow machine either; a day at most.</summary>
    /// <param name="megapixels">Those of the image and its outputs together; 0 for a header.</param>
    public static TimeSpan LongestFor(double megapixels) =>
        megapixels < (Longest - LongestStart) / LongestForMegapixel ? LongestStart + LongestForMegapixel * megapixels : Longest;

    /// <summary>The bytes that a child may take for an image: twice what it is expected to and twice its file, and something to spare.</summary>
    public static long CeilingFor(long expected, long fileLength) =>
        (long)Math.Min(SpareMemory + 2.0 * expected + 2.0 * fileLength, long.MaxValue / 2);

    /// <summary>A child of a pool.</summary>
    /// <exception cref="ImageResizeException">None can be started.</exception>
    /// <exception cref="OperationCanceledException">The run has ended.</exception>
    public static ChildProcess Rent(ChildProcessPool children, ImageInput input, CancellationToken cancellation)
    {
        try
        {
            return children.Rent(input, cancellation);
        }
        catch (ChildProcessException e)
        {
            throw new ImageResizeException(CrashFault.NotStarted(e));
        }
    }

    /// <summary>Has a child do something with an image, and gives it back.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="children">Where the child is from.</param>
    /// <param name="child">The child.</param>
    /// <param name="input">The image.</param>
    /// <param name="longest">How long that may take.</param>
    /// <param name="cancellation">Asks the image to end; so does the child.</param>
    /// <param name="converse">Asks and takes the answer; told whether the image is new to the child. A child over which it throws is ended.</param>
    /// <exception cref="ImageResizeException">The image cannot be read, or the child ended over it.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static T Ask<T>(ChildProcessPool children, ChildProcess child, ImageInput input, TimeSpan longest, CancellationToken cancellation, Func<bool, T> converse) =>
        Ask(children, child, input, shared => Put(input, shared, cancellation), longest, cancellation, converse);

    /// <summary>The same with something else than a file.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="children">Where the child is from.</param>
    /// <param name="child">The child.</param>
    /// <param name="content">What the child is to hold, by the object that stands for it.</param>
    /// <param name="put">Writes it where the child reads it.</param>
    /// <param name="longest">How long that may take.</param>
    /// <param name="cancellation">Asks the image to end; so does the child.</param>
    /// <param name="converse">Asks and takes the answer; told whether the content is new to the child. A child over which it throws is ended.</param>
    /// <exception cref="ImageResizeException">The child ended over it.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static T Ask<T>(ChildProcessPool children, ChildProcess child, object content, Action<SharedInput> put, TimeSpan longest, CancellationToken cancellation, Func<bool, T> converse)
    {
        bool isSound = true;
        using var late = new CancellationTokenSource(longest);
        using CancellationTokenRegistration stopping = cancellation.Register(child.Kill);
        using CancellationTokenRegistration ending = late.Token.Register(child.Kill);
        try
        {
            bool isNew = child.Holds?.Target != content;
            if (isNew)
            {
                child.Holds = null;
                put(child.Input);
                child.Holds = new WeakReference(content);
            }

            isSound = false;
            T answer = converse(isNew);
            isSound = true;
            return answer;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException)
        {
            cancellation.ThrowIfCancellationRequested();
            child.Kill();
            throw new ImageResizeException(late.IsCancellationRequested ? CrashFault.Hangs(longest) : CrashFault.Ended(child.LastWords, e));
        }
        finally
        {
            if (!isSound)
                child.Kill();
            children.Return(child);
        }
    }

    /// <summary>Copies an image to where a child reads it.</summary>
    private static void Put(ImageInput input, SharedInput shared, CancellationToken cancellation)
    {
        try
        {
            shared.SetLength(input.Length);
            if (input.IsWhole)
            {
                shared.Write(input.Bytes, 0);
            }
            else
            {
                using Stream file = input.OpenStream();
                byte[] piece = new byte[Math.Min(input.Length, PieceLength)];
                for (long offset = 0; offset < input.Length; offset += piece.Length)
                {
                    cancellation.ThrowIfCancellationRequested();
                    int count = (int)Math.Min(piece.Length, input.Length - offset);
                    file.ReadExactly(piece, 0, count);
                    shared.Write(piece.AsSpan(0, count), offset);
                }
            }
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }
}
