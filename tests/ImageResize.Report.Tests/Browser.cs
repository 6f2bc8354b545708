using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ImageResize.Report.Tests;

/// <summary>
/// A headless Chromium with one page, driven through its DevTools protocol
/// (https://chromedevtools.github.io/devtools-protocol/). It notes what a page asks for and complains about.
/// </summary>
public sealed partial class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly string _profile = Directory.CreateTempSubdirectory("imageresize-browser-").FullName;
    private readonly ClientWebSocket _socket = new();
    private Process? _process;
    private string? _session;
    private int _lastId;

    /// <summary>Addresses that the page asked for, since the last <see cref="Open"/>; its own pictures (data:) left out.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors and warnings of the console, refusals of the page's policy, exceptions of scripts.</summary>
    public List<string> Complaints { get; } = [];

    private static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .SelectMany(folder => Names, Path.Combine)
            .FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
            return;
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-default-apps", "--hide-scrollbars", $"--user-data-dir={_profile}", "--remote-debugging-port=0", "about:blank",
            },
        };
        _process = Process.Start(start)!;
        string address = await ReadAddress(_process.StandardError).WaitAsync(Timeout);
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        await _socket.ConnectAsync(new Uri(address), default);
        JsonNode target = await Send("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        JsonNode attached = await Send("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.DeepClone(), ["flatten"] = true });
        _session = (string)attached["sessionId"]!;
        foreach (string domain in new[] { "Page", "Runtime", "Network", "Log" })
            await Send(domain + ".enable");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _socket.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser may still be writing its last; the system clears its temporary files itself.
        }
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public static void Need() => Assert.SkipWhen(Program is null, "There is no Chromium (chromium, google-chrome) on this machine.");

    /// <summary>Opens a page, forgetting what was noted before.</summary>
    public async Task Open(string path, int width = 1200, int height = 900, bool dark = false)
    {
        await Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await Send("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }) });
        Requests.Clear();
        Complaints.Clear();
        await Send("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri });
        Assert.True(await Evaluate<bool>("new Promise(done => document.readyState === 'complete' && location.protocol === 'file:' ? done(true) : addEventListener('load', () => done(true)))"));
    }

    /// <summary>The value of a script's expression.</summary>
    public async Task<T> Evaluate<T>(string expression)
    {
        JsonNode result = await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.True(result["exceptionDetails"] is null, result.ToJsonString());
        return result["result"]!["value"].Deserialize<T>()!;
    }

    /// <summary>A picture of the whole page, as PNG.</summary>
    public async Task<byte[]> Screenshot()
    {
        JsonNode shot = await Send("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true });
        return Convert.FromBase64String((string)shot["data"]!);
    }

    private async Task<JsonNode> Send(string method, JsonObject? parameters = null)
    {
        int id = ++_lastId;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session is not null)
            message["sessionId"] = _session;
        using var timeout = new CancellationTokenSource(Timeout);
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, timeout.Token);
        while (true)
        {
            JsonNode answer = await Receive(timeout.Token);
            if ((int?)answer["id"] == id)
                return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer["error"]}");
            if (answer["method"] is { } happened)
                Note((string)happened!, answer["params"]!);
        }
    }

    private async Task<JsonNode> Receive(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[64 << 10];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }

    private void Note(string method, JsonNode what)
    {
        switch (method)
        {
            case "Network.requestWillBeSent" when !((string)what["request"]!["url"]!).StartsWith("data:", StringComparison.Ordinal):
                Requests.Add((string)what["request"]!["url"]!);
                break;
            case "Runtime.exceptionThrown":
            case "Log.entryAdded" when (string?)what["entry"]!["level"] is "error" or "warning":
            case "Runtime.consoleAPICalled":
                Complaints.Add(what.ToJsonString());
                break;
        }
    }

    private static async Task<string> ReadAddress(StreamReader error)
    {
        while (await error.ReadLineAsync() is { } line)
            if (Address().Match(line) is { Success: true } match)
                return match.Groups[1].Value;
        throw new InvalidOperationException("Chromium ended before it listened.");
    }

    [GeneratedRegex(@"^DevTools listening on (ws://\S+)")]
    private static partial Regex Address();
}
