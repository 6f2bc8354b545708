namespace ImageResize.Batch.Planning;

/// <summary>What a token in braces of <c>-Name</c> stands for.</summary>
internal enum NameTokenKind
{
    /// <summary>Text between tokens.</summary>
    Text,

    /// <summary>The image's name without its extension.</summary>
    Name,

    /// <summary>The output's extension without its dot.</summary>
    Ext,

    /// <summary>The output's width in pixels.</summary>
    Width,

    /// <summary>The output's height in pixels.</summary>
    Height,

    /// <summary>The size as it was asked for: 800x600, 1600x, 50pct.</summary>
    Size,

    /// <summary>The output's format in small letters: jpeg, webp.</summary>
    Format,

    /// <summary>The image's number in the run, from 1 on.</summary>
    Index,

    /// <summary>The first 16 digits of the SHA-256 of the image's file.</summary>
    Hash,

    /// <summary>When the picture was taken, or else when its file was last written.</summary>
    Date,

    /// <summary>The name of the folder that the image is in.</summary>
    Parent,

    /// <summary>The quality asked for.</summary>
    Quality,

    /// <summary>The number of the page or frame in the image, from 1 on.</summary>
    Page,
}

/// <summary>A part of a template for names.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Text">The text itself, or how a number or a date is written; null for the usual way.</param>
internal readonly record struct NameToken(NameTokenKind Kind, string? Text)
{
    /// <summary>Whether the token takes a format behind a colon, as numbers and dates do.</summary>
    public static bool TakesFormat(NameTokenKind kind) =>
        kind is NameTokenKind.Width or NameTokenKind.Height or NameTokenKind.Index or NameTokenKind.Quality or NameTokenKind.Page or NameTokenKind.Date;
}
