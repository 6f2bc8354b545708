using System.Collections;
using System.Runtime.InteropServices;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Takes libvips' variables out of the environment before it starts. Some of them change what becomes of an image:
/// VIPS_MAX_COORD and VIPS_UNLIMITED the limits of loaders, VIPS_WARNING the messages by which damage is known,
/// VIPS_NOVECTOR and VIPS_VECTOR the pixels, VIPS_DISC_THRESHOLD what is put on the disk; VIPSHOME tells where modules are
/// loaded from, VIPS_PROFILE writes a file, VIPS_TRACE and VIPS_INFO fill the console, VIPS_CONCURRENCY and
/// VIPS_MAX_THREADS belong to the pool of workers. (libvips 8.18, all calls of g_getenv; IM_ are the older names.)
/// </summary>
internal static class VipsEnvironment
{
    private static readonly string[] Known =
    [
        "VIPSHOME", "VIPS_BLOCK_UNTRUSTED", "VIPS_CONCURRENCY", "VIPS_DISC_THRESHOLD", "VIPS_INFO", "VIPS_LEAK", "VIPS_MAX_COORD",
        "VIPS_MAX_THREADS", "VIPS_MIN_STACK_SIZE", "VIPS_NOVECTOR", "VIPS_PIPE_READ_LIMIT", "VIPS_PROFILE", "VIPS_PROGRESS",
        "VIPS_STALL", "VIPS_TRACE", "VIPS_UNLIMITED", "VIPS_VECTOR", "VIPS_WARNING", "IM_CONCURRENCY", "IM_DISC_THRESHOLD",
        "IM_INFO", "IM_NOVECTOR", "IM_PROGRESS", "IM_WARNING",
    ];

    /// <summary>
    /// Takes them out; to be called before NetVips is touched, whose start starts libvips. .NET keeps an environment of its
    /// own on Unix, which C does not see: there $env: and child processes are as they were.
    /// </summary>
    public static void Clear()
    {
        IEnumerable<string> later = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key).Where(name => name.StartsWith("VIPS_", StringComparison.Ordinal));
        foreach (string name in Known.Union(later))
        {
            if (OperatingSystem.IsWindows())
                Environment.SetEnvironmentVariable(name, null);
            else
                _ = Unset(name);
        }
    }

    [DllImport("libc", EntryPoint = "unsetenv")]
    private static extern int Unset([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
