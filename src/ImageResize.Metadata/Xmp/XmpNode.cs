namespace ImageResize.Metadata.Xmp;

/// <summary>The name of an element or attribute: as written, and the namespace that its prefix stands for, where it is declared.</summary>
internal readonly record struct XmpName(string Prefix, string Local, string? Namespace)
{
    /// <summary>Whether the name is in a namespace; an undeclared prefix, which some tools leave, means what it usually means.</summary>
    public bool IsIn(XmpNamespace space) => Namespace is null ? Prefix == space.Prefix : Namespace == space.Uri;

    public bool Is(XmpNamespace space, string local) => Local == local && IsIn(space);

    /// <summary>The name as written.</summary>
    public override string ToString() => Prefix.Length == 0 ? Local : $"{Prefix}:{Local}";
}

/// <summary>A namespace, with the prefix that it usually goes by.</summary>
internal sealed record XmpNamespace(string Prefix, string Uri)
{
    public static readonly XmpNamespace Rdf = new("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    public static readonly XmpNamespace Tiff = new("tiff", "http://ns.adobe.com/tiff/1.0/");
    public static readonly XmpNamespace Exif = new("exif", "http://ns.adobe.com/exif/1.0/");
    public static readonly XmpNamespace Basic = new("xmp", "http://ns.adobe.com/xap/1.0/");
    public static readonly XmpNamespace Note = new("xmpNote", "http://ns.adobe.com/xmp/note/");
    public static readonly XmpNamespace Container = new("Container", "http://ns.google.com/photos/1.0/container/");
    public static readonly XmpNamespace GainMap = new("hdrgm", "http://ns.adobe.com/hdr-gain-map/1.0/");
    public static readonly XmpNamespace AppleGainMap = new("HDRGainMap", "http://ns.apple.com/HDRGainMap/1.0/");
}

/// <summary>An element or attribute of a packet, by its place in the text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsAttribute">Whether it is an attribute.</param>
/// <param name="Parent">The index of the element around it, or -1.</param>
/// <param name="Start">Where it begins: for an attribute at the white space before it.</param>
/// <param name="ContentStart">Where its content begins: behind the start tag or the quotation mark.</param>
internal sealed record XmpNode(XmpName Name, bool IsAttribute, int Parent, int Start, int ContentStart)
{
    /// <summary>Where its content ends.</summary>
    public int ContentEnd { get; set; } = ContentStart;

    /// <summary>Where it ends, behind its end tag or quotation mark; -1 where that is missing.</summary>
    public int End { get; set; } = -1;

    /// <summary>Whether it has elements in it.</summary>
    public bool HasElements { get; set; }

    /// <summary>Namespace declarations in its start tag, as written.</summary>
    public IReadOnlyList<XmpDeclaration> Declarations { get; init; } = [];
}

/// <summary>The declaration of a namespace.</summary>
/// <param name="Prefix">Its prefix; empty for the default namespace.</param>
/// <param name="Text">The whole attribute, as written.</param>
internal readonly record struct XmpDeclaration(string Prefix, string Text);
