using System.Runtime.InteropServices;
using ImageResize.SideBySide.Inputs;

namespace ImageResize.SideBySide;

/// <summary>
/// The inputs of one way, repeated by hard links until there are enough of them, and a fresh folder of outputs for each
/// run. A file is so read from the system's cache, whatever the number of inputs.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _root;
    private readonly string[] _distinct;
    private int _run;

    /// <param name="way">What is read and written.</param>
    /// <param name="photos">The folder of photos.</param>
    /// <param name="made">Where inputs that were made are kept from way to way.</param>
    /// <param name="workers">Images done at once.</param>
    public WorkFolder(Way way, string photos, string made, int workers)
    {
        Way = way;
        Workers = workers;
        _distinct = InputFiles.Make(way.Input, photos, made);
        _root = Directory.CreateDirectory(Path.Combine(made, "run-" + Guid.NewGuid().ToString("N"))).FullName;
        Repeat(_distinct.Length);
    }

    public Way Way { get; }

    /// <summary>Images done at once.</summary>
    public int Workers { get; }

    public string Inputs => Path.Combine(_root, "in");

    public string Outputs => Path.Combine(_root, $"out{_run}");

    /// <summary>How many inputs there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them differ; they are the first ones.</summary>
    public int Distinct => _distinct.Length;

    /// <summary>Lays out a number of inputs.</summary>
    public void Repeat(int count)
    {
        Count = count;
        if (Directory.Exists(Inputs))
            Directory.Delete(Inputs, recursive: true);
        Directory.CreateDirectory(Inputs);
        for (int i = 0; i < count; i++)
            Link(_distinct[i % _distinct.Length], Path.Combine(Inputs, $"{i:00000}{Path.GetExtension(_distinct[0])}"));
    }

    /// <summary>
    /// A new folder for outputs. The files of the last are emptied and left there: after a thousand were deleted, ext4 looks for up to five
    /// minutes at each of them before it makes a new one (recently_deleted), 0.7 ms of processor time an output, which no tool is to blame for.
    /// </summary>
    public void ClearOutputs()
    {
        EmptyOutputs();
        _run++;
        Directory.CreateDirectory(Outputs);
    }

    /// <summary>The output of an input.</summary>
    public string OutputOf(string input) => Path.Combine(Outputs, Path.GetFileNameWithoutExtension(input) + Way.Extension);

    /// <summary>Gives the room on the disk back; the files are deleted at the end of all ways.</summary>
    public void Dispose() => EmptyOutputs();

    private void EmptyOutputs()
    {
        if (!Directory.Exists(Outputs))
            return;
        foreach (string output in Directory.EnumerateFiles(Outputs, "*", SearchOption.AllDirectories))
            using (File.Open(output, FileMode.Truncate))
            {
            }
    }

    private static void Link(string from, string to)
    {
        if (OperatingSystem.IsWindows() || HardLink(from, to) != 0)
            File.Copy(from, to);
    }

    [DllImport("libc", EntryPoint = "link")]
    private static extern int HardLink([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
