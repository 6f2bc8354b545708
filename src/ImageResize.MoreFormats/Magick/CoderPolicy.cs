using ImageMagick;
using ImageMagick.Configuration;
using ImageResize.MoreFormats.Messages;

namespace ImageResize.MoreFormats.Magick;

/// <summary>
/// What ImageMagick may do in this process: decode the formats that are named here and encode JPEG XL, in memory, within limits. All that it could do
/// besides is off: other coders (some of which read and write any file, or ask the network), programs that it would start, pixels on
/// the disk. That it is off is tried before the first image.
/// </summary>
internal static class CoderPolicy
{
    /// <summary>The longest side in pixels; a larger picture is refused by its header.</summary>
    private const string LongestSide = "65500";

    /// <summary>Order counts: nothing is allowed first, then what is named.</summary>
    private const string Policy = $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <policymap>
          <policy domain="delegate" rights="none" pattern="*"/>
          <policy domain="filter" rights="none" pattern="*"/>
          <policy domain="module" rights="none" pattern="{"{"}MSL,MVG,SVG,URL,HTTPS,HTTP,FTP,EPHEMERAL,TEXT,LABEL,CAPTION,PS,PDF,XPS{"}"}"/>
          <policy domain="coder" rights="none" pattern="*"/>
          <policy domain="coder" rights="read" pattern="{"{"}HEIC,HEIF,JP2,J2K,PSD,PSB{"}"}"/>
          <policy domain="coder" rights="read|write" pattern="JXL"/>
          <policy domain="path" rights="none" pattern="@*"/>
          <policy domain="path" rights="none" pattern="|*"/>
          <policy domain="resource" name="map" value="0"/>
          <policy domain="resource" name="disk" value="0"/>
          <policy domain="resource" name="width" value="{LongestSide}"/>
          <policy domain="resource" name="height" value="{LongestSide}"/>
          <policy domain="resource" name="list-length" value="64"/>
          <policy domain="resource" name="thread" value="1"/>
        </policymap>
        """;

    private static string? _folder;

    /// <summary>Starts ImageMagick under the policy.</summary>
    /// <exception cref="InvalidOperationException">The policy does not hold: nothing may be done.</exception>
    public static void Start()
    {
        _folder = Environment.GetEnvironmentVariable(CodecMessages.FolderVariable);
        if (!Directory.Exists(_folder))
            throw new InvalidOperationException("There is no folder for temporary files.");
        IConfigurationFiles files = ConfigurationFiles.Default;
        files.Policy.Data = Policy;
        files.Delegates.Data = """<?xml version="1.0" encoding="UTF-8"?><delegatemap></delegatemap>""";
        MagickNET.Initialize(files, _folder);
        MagickNET.SetTempDirectory(_folder);
        ResourceLimits.Thread = 1;
        ResourceLimits.Disk = 0;
        ThrowIfLax();
    }

    /// <summary>Removes the folder of temporary files; what cannot be removed the parent tries again.</summary>
    public static void RemoveFolder()
    {
        try
        {
            if (_folder is { } folder)
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody has a file in it open.
        }
    }

    /// <summary>A picture of one pixel in a format that is not named must be refused, and for that reason.</summary>
    private static void ThrowIfLax()
    {
        try
        {
            using var image = new MagickImage("P1 1 1 0"u8.ToArray(), new MagickReadSettings { Format = MagickFormat.Pbm });
        }
        catch (MagickPolicyErrorException)
        {
            return;
        }

        throw new InvalidOperationException("The limits of the decoder do not hold; nothing is decoded or encoded.");
    }
}
