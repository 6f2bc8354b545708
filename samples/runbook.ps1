#Requires -Version 7.6
<#
.SYNOPSIS
    Resizes what is new in a folder: for a scheduled task, a timer, cron or a pipeline.
.DESCRIPTION
    The journal in the folder of records knows what was done, so that each run does only what is new, has changed or has failed before,
    and one that was killed is gone on with. Log, metrics (for Prometheus) and report lie beside it.

    Exit codes: 0 all is done; 1 some images failed, which the log and the report name; 2 the run could not begin or did not come to
    its end, also because it was stopped (Ctrl+C, SIGINT).
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File runbook.ps1 -Path /srv/photos -Destination /srv/web -Records /var/lib/resize
#>
[CmdletBinding()]
param(
    # The folder with the images.
    [Parameter(Mandatory)] [string] $Path,

    # The folder for the outputs.
    [Parameter(Mandatory)] [string] $Destination,

    # The folder for journal, log, metrics and report.
    [Parameter(Mandatory)] [string] $Records,

    # What the outputs shall be: parameters of Invoke-ImageResize, in a data file.
    [string] $Preset = (Join-Path $PSScriptRoot web.psd1)
)

$ErrorActionPreference = 'Stop'
$hasEnded = $false
try {
    if (-not (Get-Module ImageResize)) {
        $beside = Join-Path $PSScriptRoot .. ImageResize.psd1
        Import-Module ((Test-Path $beside) ? $beside : 'ImageResize')
    }
    $null = New-Item $Records -ItemType Directory -Force
    $parameters = Import-PowerShellDataFile $Preset
    $files = @{
        JournalPath = Join-Path $Records journal.jsonl
        LogPath     = Join-Path $Records run.log
        MetricsPath = Join-Path $Records run.prom
        ReportPath  = Join-Path $Records report.html
    }

    # Not Stop: one bad image must not end the run. Its error is in the log.
    Invoke-ImageResize -Path $Path -Recurse -Destination $Destination @parameters @files -Resume -SummaryVariable summary -ErrorAction SilentlyContinue -ErrorVariable problems | Out-Null
    $hasEnded = $true
}
catch {
    [Console]::Error.WriteLine($_)
    exit 2
}
finally {
    # A script that is stopped comes no further than this, and pwsh would exit with 0. At a prompt it must not end the session.
    if (-not $hasEnded -and [Environment]::GetCommandLineArgs() -contains '-NonInteractive') { [Environment]::Exit(2) }
}

if (-not $summary.Completed) { exit 2 }
exit [int] ($summary.Failed -gt 0 -or $problems.Count -gt 0)
