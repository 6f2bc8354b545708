namespace ImageResize.Shell;

/// <summary>The help text.</summary>
internal static class Usage
{
    public const string Text =
        """
        ImageResize.Shell runs PowerShell commands and scripts with the ImageResize module loaded, on machines
        that have .NET 10 but no pwsh. Where pwsh 7.6 is installed, prefer it: Import-Module ./ImageResize.psd1

        Usage:
          ImageResize.Shell [-NoModule] -Command <text> [<text> ...]
          ImageResize.Shell [-NoModule] [-File] <script.ps1> [<arguments> ...]
          ImageResize.Shell -Help

          -Command   Runs the text; all that follows is joined with spaces. Alias -c.
          -File      Runs the script; all that follows are its arguments:
                     -Name value, -Name:value, -Switch, or values by position. Alias -f.
          -NoModule  Does not import the ImageResize module first.
          -Help      Shows this text. Aliases -h, -?, --help.

        Exit codes: 0 success; 1 failure; n after 'exit n'; 64 wrong usage; 130 after Ctrl+C; 143 after SIGTERM.

        Examples:
          dotnet run --project src/ImageResize.Shell -- -Command "Get-ChildItem *.jpg | Invoke-ImageResize -Size 800,600"
          dotnet run --project src/ImageResize.Shell -- samples/quickstart.ps1

        """;
}
