using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ImageResize.Loader;

/// <summary>
/// Loads the module's assembly and what it depends on into a context of their own, so that another module may bring
/// other versions of the same libraries, and finds the bundled libvips by its absolute path, so that one of the
/// system is never taken instead. This assembly itself lives in the default context and depends on nothing; the
/// pattern is that of jborean93's modules, the native part is ours.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string ModuleAssembly = "ImageResize.dll";
    private const string CoreAssembly = "ImageResize.Core.dll";
    private const string MetadataAssembly = "ImageResize.Metadata.dll";

    /// <summary>Where the module's assemblies are.</summary>
    private static readonly string Folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;

    private static readonly Lock Gate = new();
    private static ModuleLoadContext? _instance;

    /// <summary>Tells a child process which assembly serves its parent, in the place of the module's own: that of a module which adds to this one.</summary>
    private const string WorkerVariable = "IMAGERESIZE_WORKER";

    private readonly string _folder;
    private readonly string _precompiledFolder;
    private readonly Assembly[] _assemblies;
    private string[] _furtherFolders = [];

    private ModuleLoadContext(string folder, string rid, params string[] assemblies)
        : base("ImageResize", isCollectible: false)
    {
        _folder = folder;
        _precompiledFolder = Path.Combine(folder, "precompiled", rid);
        _assemblies = [.. assemblies.Select(file => LoadFromAssemblyPath(Find(file) ?? Path.Combine(folder, file)))];
    }

    /// <summary>
    /// The assemblies to import, loaded once for the process and checked to work: libvips is there and is the
    /// bundled one. The first holds the cmdlets; the others have none, but only types of imported assemblies
    /// resolve in scripts, and their enumerations are parameter types. Thread safe.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">It cannot work here; the message names the RID and the file.</exception>
    public static Assembly[] Load()
    {
        lock (Gate)
        {
            if (_instance is null)
            {
                NativeLibrary native = NativeLibrary.Find(Folder);
                native.ThrowIfMissing();
                var context = new ModuleLoadContext(Folder, native.Rid, ModuleAssembly, CoreAssembly, MetadataAssembly);
                context.Start(native);
                _instance = context;
            }

            return _instance._assemblies;
        }
    }

    /// <summary>
    /// Loads the assembly of a module that adds to this one, which it must know from the inside; what that depends on is looked for
    /// beside it, after this module's folder. Thread safe.
    /// </summary>
    /// <param name="path">The full path of the assembly.</param>
    /// <exception cref="IOException">It is not there, or is none.</exception>
    public static Assembly LoadFurther(string path)
    {
        Load();
        lock (Gate)
            return _instance!.Add(path);
    }

    /// <summary>The method by which a child process of the module serves its parent, in a context like the parent's; no cmdlet is loaded.</summary>
    internal static MethodInfo FindWorker()
    {
        var context = new ModuleLoadContext(Folder, NativeLibrary.Find(Folder).Rid, CoreAssembly);
        Type worker = Environment.GetEnvironmentVariable(WorkerVariable) is { Length: > 0 } further
            ? context.Add(further).GetType($"{Path.GetFileNameWithoutExtension(further)}.Worker", throwOnError: true)!
            : context._assemblies[0].GetType("ImageResize.Imaging.Engines.IsolatedWorker", throwOnError: true)!;
        return worker.GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        Find(assemblyName.Name + ".dll") is { } path ? LoadFromAssemblyPath(path) : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        NativeLibrary native = NativeLibrary.Find(_folder);
        if (native.Answers(unmanagedDllName))
            return LoadUnmanagedDllFromPath(native.Path);
        string? further = _furtherFolders.SelectMany(folder => native.Candidates(folder, unmanagedDllName)).FirstOrDefault(File.Exists);
        return further is null ? 0 : LoadUnmanagedDllFromPath(further);
    }

    private Assembly Add(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!_furtherFolders.Contains(folder))
            _furtherFolders = [.. _furtherFolders, folder];
        return LoadFromAssemblyPath(path);
    }

    /// <summary>The file of an assembly, compiled ahead of time for this machine where there is such a one; null where there is none.</summary>
    private string? Find(string file) =>
        Array.Find([Path.Combine(_precompiledFolder, file), Path.Combine(_folder, file), .. _furtherFolders.Select(folder => Path.Combine(folder, file))], File.Exists);

    /// <summary>Starts libvips now: a failure belongs to the import, not to the first image.</summary>
    private void Start(NativeLibrary native)
    {
        try
        {
            Type start = _assemblies[0].GetType("ImageResize.ModuleStart", throwOnError: true)!;
            start.GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null);
        }
        catch (TargetInvocationException e)
        {
            Exception cause = e.InnerException ?? e;
            string details = cause.InnerException is { } inner ? $"{cause.Message} {inner.GetBaseException().Message}" : cause.Message;
            throw new PlatformNotSupportedException($"ImageResize cannot start on {native.Rid}: {details} The library is '{native.Path}'. Reinstall the module, or report this with the text above.", cause);
        }
    }
}
