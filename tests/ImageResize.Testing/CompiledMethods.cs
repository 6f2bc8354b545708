using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ImageResize.Testing;

/// <summary>
/// Notes, inside the process that resizes, which methods the runtime compiles, by its own events (Microsoft-Windows-DotNETRuntime, MethodLoadVerbose).
/// A method that was not compiled ahead of time is compiled without optimising at its first call, and once more when it was called as often as the
/// runtime's threshold says: those are the ones that are slow, often called, and listed. For <see cref="SlowCode"/>, which starts that process.
/// </summary>
public sealed class CompiledMethods : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime", Event = "MethodLoadVerbose";
    private const EventKeywords Compiling = (EventKeywords)0x10;

    /// <summary>Values of the three bits from the seventh on of a method's flags: how it was compiled.</summary>
    private const int Quick = 3, Optimized = 4, OptimizedInLoop = 5;

    /// <summary>More than compiling a thousand methods takes on a slow machine. Events may be lost on a busy one: then this does not help either.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentQueue<Compiled> Seen = new();
    private static volatile string _lastOptimized = string.Empty;
    private static CompiledMethods? _running;

    /// <summary>Begins to note.</summary>
    public static void Begin() => _running = new CompiledMethods();

    /// <summary>Waits until the runtime counts the calls of all methods that were called before.</summary>
    public static void BeginCounting()
    {
        WhenCalled(); // So that it is counted, too.
        Await(nameof(WhenCounted), WhenCounted);
    }

    /// <summary>Waits until the runtime has compiled what was called often enough.</summary>
    /// <returns>The methods that were not compiled ahead of time and called that often, or that had loops of a thousand rounds.</returns>
    public static string[] End()
    {
        Await(nameof(WhenCalled), WhenCalled);
        _running!.Dispose();
        var slow = new Dictionary<ulong, string>();
        var often = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Compiled method in Seen)
        {
            if (method.How == Quick)
                slow[method.Id] = method.Name;
            else if (method.How is Optimized or OptimizedInLoop && slow.TryGetValue(method.Id, out string? name))
                often.Add(name);
        }

        return [.. often];
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Runtime)
            EnableEvents(eventSource, EventLevel.Verbose, Compiling);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // MethodID, ModuleID, start, size, token, flags, namespace (with the type), name, signature, ...
        if (eventData is { Payload: [ulong id, _, _, _, _, uint flags, string type, string name, ..] } && eventData.EventName!.StartsWith(Event, StringComparison.Ordinal))
        {
            var compiled = new Compiled(id, (int)(flags >> 7 & 7), $"{type}.{name}");
            Seen.Enqueue(compiled);
            if (compiled.How == Optimized && type == typeof(CompiledMethods).FullName)
                _lastOptimized = name;
        }
    }

    /// <summary>Calls a method again and again, until it was compiled anew: then all were that were due before it.</summary>
    private static void Await(string name, Action method)
    {
        int threshold = int.Parse(Environment.GetEnvironmentVariable(SlowCode.ThresholdVariable)!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        long began = Environment.TickCount64;
        while (_lastOptimized != name)
        {
            if (Environment.TickCount64 - began > Patience.TotalMilliseconds)
                throw new TimeoutException("The runtime does not compile anew what is called often.");
            for (int i = 0; i <= threshold; i++)
                method();
            Thread.Sleep(50);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WhenCounted()
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WhenCalled()
    {
    }

    private sealed record Compiled(ulong Id, int How, string Name);
}
