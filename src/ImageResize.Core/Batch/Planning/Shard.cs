using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImageResize.Batch.Planning;

/// <summary>
/// One of several equal parts of the inputs, for as many machines: a hash of each image's path below the input root decides, so that no
/// part has to know the others and a file that comes later changes none. The extension does not count: images that could have one
/// output (a.jpg and a.png as WebP) fall into one part, which sees that. The same on every platform. Immutable.
/// </summary>
/// <param name="Index">Which part, from 1 on; 0 for all of them.</param>
/// <param name="Count">How many parts; 0 where there are none.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>More parts than any scheduler has tasks.</summary>
    public const int Most = 1_000_000;

    /// <summary>Where the numbers are from, for people; null where the user gave them.</summary>
    public string? Origin { get; init; }

    /// <summary>Whether there are no parts: everything is taken.</summary>
    public bool IsWhole => Count <= 1;

    /// <summary>Reads "2/5", or "Auto": what the scheduler says.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variable">Reads a variable of the environment; null where it is not set.</param>
    /// <exception cref="FormatException">It is neither, or the scheduler does not say enough.</exception>
    public static Shard Parse(string text, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim().Equals("Auto", StringComparison.OrdinalIgnoreCase))
            return SchedulerShard.Read(variable);
        string[] parts = text.Split('/');
        bool isRead = int.TryParse(parts[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int index) & int.TryParse(parts[^1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        if (parts.Length != 2 || !isRead || index < 1 || index > count || count > Most)
            throw new FormatException($"'{text}' is no shard. Write which one of how many, such as 2/5 (the first is 1/5), or Auto for what the scheduler says.");
        return new Shard(index, count);
    }

    /// <summary>Whether an image falls into this part.</summary>
    /// <param name="root">The full path of the input root.</param>
    /// <param name="path">The full path of the image.</param>
    public bool Contains(string root, string path)
    {
        if (IsWhole)
            return true;
        string below = Path.ChangeExtension(Path.GetRelativePath(root, path), null).Replace(Path.DirectorySeparatorChar, '/');
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(Normalized(below)), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)Count == (ulong)(Index - 1);
    }

    /// <summary>"2-of-5", as it stands for {shard} in names of records.</summary>
    public override string ToString() => IsWhole ? "1-of-1" : string.Create(CultureInfo.InvariantCulture, $"{Index}-of-{Count}");

    /// <summary>Some platforms write an accent as a character of its own; a name that is no Unicode is taken as it is.</summary>
    private static string Normalized(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
