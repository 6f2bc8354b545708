namespace ImageResize.Commands;

/// <summary>Where the pages of the commands are that Get-Help -Online shows; they are made of the help by build/Update-Help.ps1.</summary>
internal static class OnlineHelp
{
    /// <summary>The address that the name of a page is put behind; the manifest's ProjectUri and the help's links begin alike.</summary>
    public const string Pages = "https://github.com/ImageResize/ImageResize/blob/main/docs/commands/";
}
