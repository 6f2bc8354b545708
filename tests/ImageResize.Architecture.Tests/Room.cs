namespace ImageResize.Architecture.Tests;

/// <summary>A folder of a project, which is a namespace of an assembly.</summary>
/// <param name="Project">The assembly's name.</param>
/// <param name="Namespace">The namespace.</param>
internal readonly record struct Room(string Project, string Namespace)
{
    private const string Product = "ImageResize";

    /// <summary>Whether a name is the product's or begins with it.</summary>
    public static bool IsOurs(string name) => name == Product || name.StartsWith(Product + ".", StringComparison.Ordinal);

    /// <summary>"ImageResize.Core: ImageResize.Batch".</summary>
    public override string ToString() => $"{Project}: {Namespace}";
}
