namespace ImageResize.Shell;

/// <summary>The text of -Help.</summary>
internal static class Usage
{
    /// <summary>The usage text.</summary>
    public const string Text = """
        ImageResize.Shell: runs PowerShell commands and scripts with the ImageResize module,
        on machines that have the .NET runtime but no pwsh. A real pwsh 7.6 is always preferable.

        Usage:
          ImageResize.Shell [options] -Command <text>            run a command (the rest of the line is joined)
          ImageResize.Shell [options] -Command -                 run the script on standard input
          ImageResize.Shell [options] [-File] <script> [args]    run a script file with its arguments
          ImageResize.Shell -Help                                show this text

        Options:
          -NoModule             do not import the ImageResize module
          -NonInteractive       fail where a command would ask a question
          -NoProfile, -NoLogo   accepted for the sake of habit; there is neither here

        Exit codes: 0 success; 1 a terminating error, or the last statement failed; the number given to 'exit';
        64 a wrong command line; 130 stopped by Ctrl+C; 143 stopped by SIGTERM.

        Commands beside the PowerShell engine's own (small forms; 'Get-Help <name>' shows their parameters):
          Format-List, Format-Table, Get-ChildItem, Get-Content, Get-Item, Get-Location, Group-Object, Join-Path,
          Measure-Object, New-Item, Out-File, Out-String, Pop-Location, Push-Location, Remove-Item, Select-Object,
          Set-Content, Set-Location, Sort-Object, Split-Path, Start-Sleep, Test-Path, Write-Debug, Write-Error,
          Write-Host, Write-Information, Write-Output, Write-Progress, Write-Verbose, Write-Warning
        """;
}
