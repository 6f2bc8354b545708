using System.Security.Cryptography;
using System.Text;

namespace ImageResize.Report;

/// <summary>The style and the script of the page, which come with the assembly.</summary>
internal static class ReportAssets
{
    /// <summary>The style sheet.</summary>
    public static ReportAsset Style { get; } = ReportAsset.Load("report.css");

    /// <summary>The script, without which the page lacks nothing but the sorting.</summary>
    public static ReportAsset Script { get; } = ReportAsset.Load("report.js");
}

/// <summary>A part of the page that is not data.</summary>
/// <param name="Content">The text.</param>
/// <param name="PolicyHash">What a Content-Security-Policy calls it: only this very text may run.</param>
internal sealed record ReportAsset(string Content, string PolicyHash)
{
    /// <summary>Loads an embedded resource.</summary>
    public static ReportAsset Load(string name)
    {
        using Stream stream = typeof(ReportAsset).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);

        // A browser hashes what it parsed, and a parser turns every line end into a line feed.
        string content = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new ReportAsset(content, $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'");
    }
}
