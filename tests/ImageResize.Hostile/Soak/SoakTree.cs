using System.Runtime.InteropServices;

namespace ImageResize.Hostile.Soak;

/// <summary>The inputs of a soak: a tree of folders with very many names for the distinct files (hard links).</summary>
internal sealed class SoakTree
{
    private const int FilesPerFolder = 500;
    private const int FoldersPerFolder = 20;

    private readonly Dictionary<string, Verdict> _verdicts = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    private SoakTree(string root) => Root = root;

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>All inputs, relative to <see cref="Root"/>, with what must come of each.</summary>
    public IReadOnlyDictionary<string, Verdict> Verdicts => _verdicts;

    /// <summary>All inputs in the order of their making.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The SHA-256 of each distinct file before anything was run, by its path.</summary>
    public IReadOnlyDictionary<string, string> Originals { get; private init; } = new Dictionary<string, string>();

    /// <summary>Makes the tree.</summary>
    /// <param name="root">Where; on the disk of the distinct files.</param>
    /// <param name="count">How many inputs.</param>
    /// <param name="sound">Files that must do; the first of them are taken as often as the last.</param>
    /// <param name="failing">Files that must fail: one input in a hundred.</param>
    /// <param name="huge">Large ones: one input in four thousand.</param>
    /// <param name="random">Chance.</param>
    public static SoakTree Make(string root, int count, IReadOnlyList<Verdict> sound, IReadOnlyList<Verdict> failing, IReadOnlyList<Verdict> huge, Random random)
    {
        var tree = new SoakTree(root) { Originals = sound.Concat(failing).Concat(huge).Select(verdict => verdict.Source.Path).ToDictionary(path => path, SoakReference.Hash) };
        for (int i = 0; i < count; i++)
        {
            Verdict verdict = random.Next(100) == 0 ? failing[random.Next(failing.Count)] : random.Next(4_000) == 0 ? huge[random.Next(huge.Count)] : sound[random.Next(sound.Count)];
            int folder = i / FilesPerFolder;
            string name = $"{folder / FoldersPerFolder:00}/{folder % FoldersPerFolder:00}/img-{i:000000}{Path.GetExtension(verdict.Source.Path)}";
            Directory.CreateDirectory(Path.Combine(root, Path.GetDirectoryName(name)!));
            if (Link(verdict.Source.Path, Path.Combine(root, name)) != 0)
                throw new IOException($"No link to {verdict.Source.Path}: {Marshal.GetLastPInvokeErrorMessage()}");
            tree._verdicts[name] = verdict;
            tree._names.Add(name);
        }

        return tree;
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string source, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
