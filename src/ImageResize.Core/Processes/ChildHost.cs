using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Processes;

/// <summary>What a child needs to know before its first request.</summary>
/// <param name="Input">The file through which it gets images.</param>
/// <param name="Culture">The culture by which texts are made, as the parent's threads have it.</param>
/// <param name="UICulture">The language of the system's texts.</param>
internal sealed record ChildStart(string Input, string Culture, string UICulture);

/// <summary>The JSON of <see cref="ChildStart"/>, without reflection.</summary>
[JsonSerializable(typeof(ChildStart))]
internal sealed partial class ChildJson : JsonSerializerContext;

/// <summary>What a child does.</summary>
internal interface IChildService
{
    /// <summary>Does what a request asks for, and writes the reply.</summary>
    /// <param name="request">The message.</param>
    /// <param name="input">The file through which images come.</param>
    /// <param name="replies">Takes the frames of the reply.</param>
    void Answer(ReadOnlySpan<byte> request, SafeFileHandle input, Stream replies);
}

/// <summary>
/// The child's side: reads requests from its standard input and answers on its standard output, one at a time, until there are no
/// more or its parent is gone, and then ends the process, whatever native code is doing.
/// </summary>
internal static class ChildHost
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Serves; does not return.</summary>
    /// <param name="identity">What this build calls itself.</param>
    /// <param name="start">Makes the service, when the child knows its parent's wishes.</param>
    /// <param name="leave">Tidies up before the end, on another thread than the service's; null for nothing.</param>
    public static void Serve(string identity, Func<IChildService> start, Action? leave = null)
    {
        using Stream requests = Console.OpenStandardInput();
        using Stream replies = TakeOutput();

        // Ctrl+C goes to all processes of a terminal. The parent decides what it means.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, static context => context.Cancel = true);
        OfferToTheKernel();
        ChildStart wishes = JsonSerializer.Deserialize(Frames.ReadMessage(requests, FrameKind.Start), ChildJson.Default.ChildStart)!;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(wishes.Culture);
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(wishes.UICulture);
        using SafeFileHandle input = File.OpenHandle(wishes.Input, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        IChildService service = start();
        using var waiting = new BlockingCollection<byte[]>();
        new Thread(() => Listen(requests, waiting, leave)) { IsBackground = true, Name = "Requests" }.Start();
        Frames.Write(replies, FrameKind.Ready, Encoding.UTF8.GetBytes(identity));
        foreach (byte[] request in waiting.GetConsumingEnumerable())
            service.Answer(request, input, replies);
    }

    /// <summary>A thread of its own: while an image is computed, only this one sees that the parent is gone.</summary>
    private static void Listen(Stream requests, BlockingCollection<byte[]> waiting, Action? leave)
    {
        try
        {
            while (true)
                waiting.Add(Frames.ReadMessage(requests, FrameKind.Request));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            try
            {
                leave?.Invoke();
            }
            finally
            {
                EndNow();
            }
        }
    }

    /// <summary>Environment.Exit would wait for native code; this does not.</summary>
    private static void EndNow()
    {
        if (OperatingSystem.IsWindows())
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        else
            NativeExit(0);
    }

    /// <summary>The standard output for frames alone: what a native library prints goes where errors go, and breaks no frame.</summary>
    private static Stream TakeOutput()
    {
        Stream output = Console.OpenStandardOutput();
        Console.SetOut(TextWriter.Null);
        if (!OperatingSystem.IsWindows())
            _ = NativeDup2(StandardError, StandardOutput);
        return output;
    }

    /// <summary>Where the machine runs out of memory, it is better that this process ends than another. Anyone may say so of himself.</summary>
    private static void OfferToTheKernel()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A system that does not let us.
        }
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void NativeExit(int status);

    [DllImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static extern int NativeDup2(int from, int to);
}
