using System.Diagnostics;
using System.Globalization;

namespace ImageResize.SideBySide.Tools;

/// <summary>A tool that is run as a process of its own on all inputs of a folder.</summary>
internal abstract class Tool
{
    private long? _idleBytes;

    /// <summary>The name in the table.</summary>
    public abstract string Name { get; }

    /// <summary>Resident bytes of the tool's host when it does nothing.</summary>
    public long IdleBytes => _idleBytes ??= Run.Idle(this);

    /// <summary>The tool of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Tool Named(string name) => name switch
    {
        "module" => ModuleTool.InTool,
        "installed" => ModuleTool.InInstalled,
        "sharp" => new NodeTool("sharp (npm), concurrency 1", "sharp", "sharp.mjs", _ => true),
        "napi" => new NodeTool("@napi-rs/image (npm)", "@napi-rs/image", "napi.mjs", way => way is { Format: "jpeg" or "png" or "webp" or "avif", Input: not Inputs.InputKind.GifAnimation }),
        "netvips" or "imagesharp" or "magicknet" => new PeerTool(name),
        "graphicsmagick" or "vipsthumbnail" or "oiiotool" => new CommandLineTool(name),
        _ => throw new ArgumentException($"There is no tool '{name}'."),
    };

    /// <summary>Installs what is missing; false where the tool is not to be had.</summary>
    public virtual bool Prepare() => true;

    /// <summary>Whether it reads and writes these formats.</summary>
    public virtual bool CanGo(Way way) => true;

    /// <summary>The command that makes all outputs.</summary>
    public abstract ProcessStartInfo Command(WorkFolder work);

    /// <summary>The command that starts the tool's host and ends after a moment.</summary>
    public abstract ProcessStartInfo Idle();

    protected static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    protected static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Tools", name);

    protected static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            Task.WaitAll(output, error);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
