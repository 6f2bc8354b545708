#Requires -Version 7.6
<#
.SYNOPSIS
    Adds up the parts of a job that Invoke-Shard.ps1 has done: one summary, one file of metrics, one page.
.DESCRIPTION
    Writes metrics.json, metrics.prom and report.html into the folder of records, and gives the summary. Exit code 0 when all parts are
    there and came to their end, also where single images failed; 2 otherwise.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File Merge-Shards.ps1 -Records /share/records -Shards 8
#>
[CmdletBinding()]
param(
    # The folder with the parts' records.
    [Parameter(Mandatory)] [string] $Records,

    # How many parts the job has. A part of a job with another number, from an earlier day, is not looked at.
    [Parameter(Mandatory)] [int] $Shards,

    # The folder of the outputs. When all parts are done, what killed tasks on other machines left half written in it is removed; no
    # other job may write there then.
    [string] $Destination
)

$ErrorActionPreference = 'Stop'
try {
    if (-not (Get-Module ImageResize)) {
        $beside = Join-Path $PSScriptRoot .. ImageResize.psd1
        Import-Module ((Test-Path $beside) ? $beside : 'ImageResize')
    }

    # A scheduler's file of output is no terminal.
    if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }
    $parts = Join-Path $Records "metrics-*-of-$Shards.json"
    $summary = Merge-ImageResizeSummary $parts -MetricsPath (Join-Path $Records metrics.json)
    if (-not $summary) { throw "No part has left metrics in '$Records'." }
    $null = Merge-ImageResizeSummary $parts -MetricsPath (Join-Path $Records metrics.prom) 3>$null
    $summary | Export-ImageResizeReport (Join-Path $Records report.html) -Title "$Shards parts" -Force
    $summary

    # A run knows the temporary files of dead processes of its own machine. Those of others it leaves for a day, for they may be
    # alive; now none is.
    if ($Destination -and $summary.Completed) {
        Get-ChildItem -LiteralPath $Destination -Filter '.imageresize-*.tmp' -File -Recurse -Force | Remove-Item -Force
    }
}
catch {
    $Host.UI.WriteErrorLine("$_")
    exit 2
}

exit $summary.Completed ? 0 : 2
