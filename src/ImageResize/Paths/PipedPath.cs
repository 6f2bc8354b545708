using System.Management.Automation;

namespace ImageResize.Paths;

/// <summary>
/// From an object of the pipeline to a path. A text is one, with wildcards; of any other object its properties say
/// where its file is, taken as it is. The engine's own binding would make a text of every object ("@{Path=a.jpg}"), and
/// the error that follows would speak of a file that nobody has named. Stateless.
/// </summary>
internal static class PipedPath
{
    /// <summary>In this order: what was named so on purpose, what the provider gives, what .NET and this module give, what a table gives.</summary>
    private static readonly string[] Names = ["LiteralPath", "PSPath", "FullName", "Path"];

    /// <summary>The objects of an item, which may be a list of them.</summary>
    public static IEnumerable<PSObject?> All(PSObject? item)
    {
        if (item?.BaseObject is not System.Collections.IList list)
            return [item];
        return list.Cast<object?>().Select(one => one is null ? null : PSObject.AsPSObject(one));
    }

    /// <summary>Reads the path of an object; false where it has none.</summary>
    /// <param name="item">The object.</param>
    /// <param name="path">Its path; empty where it has none.</param>
    /// <param name="isText">Whether the object is a text, in which wildcards are expanded.</param>
    public static bool TryRead(PSObject? item, out string path, out bool isText)
    {
        path = string.Empty;
        isText = item?.BaseObject is string;
        if (isText)
            path = (string)item!.BaseObject;
        else if (item is not null)
            path = Names.Select(name => Text(item.Properties[name])).FirstOrDefault(text => text.Length > 0) ?? string.Empty;
        return path.Length > 0;
    }

    /// <summary>Only what an object holds counts, not what a script makes of it: the path of a process is its program.</summary>
    private static string Text(PSPropertyInfo? property)
    {
        if (property is not { MemberType: PSMemberTypes.NoteProperty or PSMemberTypes.Property or PSMemberTypes.AliasProperty })
            return string.Empty;
        try
        {
            return property.Value switch
            {
                string text => text,
                PSObject { BaseObject: string text } => text,
                _ => string.Empty,
            };
        }
        catch (GetValueException)
        {
            return string.Empty;
        }
    }
}
