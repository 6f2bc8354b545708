#Requires -Version 7.6
<#
.SYNOPSIS
    Does one part of a job: what a task of Slurm or Kubernetes, a machine of a list, or a process of GNU parallel runs.
.DESCRIPTION
    Journal, log and metrics of the part lie in the folder of records, under names that tell the part, such as
    journal-2-of-8.jsonl. A task that runs again goes on where the one before stopped, on whatever machine; while that one still
    runs, as where a machine was given up that was only slow, it waits for its end. Merge-Shards.ps1 adds up the parts.

    Exit codes: 0 all is done; 1 all is done but some images failed, which the log names; 2 the part could not begin or did not come
    to its end: run it again.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File Invoke-Shard.ps1 -Path /share/photos -Destination /share/web -Records /share/records -Shard 2/8
#>
[CmdletBinding()]
param(
    # The folder with the images, the same for all parts.
    [Parameter(Mandatory)] [string] $Path,

    # The folder for the outputs.
    [Parameter(Mandatory)] [string] $Destination,

    # The folder for journals, logs and metrics. All machines must see it.
    [Parameter(Mandatory)] [string] $Records,

    # Which part of how many, such as 2/8; Auto for what the scheduler says.
    [string] $Shard = 'Auto',

    # What the outputs shall be: parameters of Invoke-ImageResize, in a data file.
    [string] $Preset = (Join-Path $PSScriptRoot .. samples web.psd1),

    # Workers, for schedulers that give processors without saying so to the process; 0 for as many as the process may use.
    [int] $ThrottleLimit,

    # Memory for images, such as 1GB; 0 for half of what the process may use.
    [long] $MemoryLimit,

    # Ends with 0 where single images failed, for schedulers that would take a 1 for a reason to start the part again.
    [switch] $AllowFailures,

    # How long to wait for a process that still does this part.
    [int] $WaitSeconds = 900
)

$ErrorActionPreference = 'Stop'
$hasEnded = $false
$waited = [Diagnostics.Stopwatch]::new()
try {
    if (-not (Get-Module ImageResize)) {
        $beside = Join-Path $PSScriptRoot .. ImageResize.psd1
        Import-Module ((Test-Path $beside) ? $beside : 'ImageResize')
    }

    # A share that is not there must not count as a part without images.
    if (-not (Test-Path -LiteralPath $Path -PathType Container)) { throw "There is no folder '$Path'." }
    $null = New-Item $Records -ItemType Directory -Force
    $parameters = Import-PowerShellDataFile $Preset
    if ($ThrottleLimit) { $parameters.ThrottleLimit = $ThrottleLimit }
    if ($MemoryLimit) { $parameters.MemoryLimit = $MemoryLimit }
    $files = @{
        JournalPath = Join-Path $Records 'journal-{shard}.jsonl'
        LogPath     = Join-Path $Records 'run-{shard}.log'
        MetricsPath = Join-Path $Records 'metrics-{shard}.json'
    }

    while (-not $hasEnded) {
        try {
            # Not Stop: one bad image must not end the run. Its error is in the log.
            Invoke-ImageResize -Path $Path -Recurse -Destination $Destination @parameters @files -Shard $Shard -Resume -SummaryVariable summary -ErrorAction SilentlyContinue -ErrorVariable problems | Out-Null
            $hasEnded = $true
        }
        catch {
            if ($_.FullyQualifiedErrorId -notlike 'JournalUnavailable*' -or $waited.Elapsed.TotalSeconds -gt $WaitSeconds) { throw }
            if (-not $waited.IsRunning) { $Host.UI.WriteErrorLine("Waiting: $_") }
            $waited.Start()
            Start-Sleep -Seconds 5
        }
    }
}
catch {
    $Host.UI.WriteErrorLine("$_")
    exit 2
}
finally {
    # A script that is stopped comes no further than this, and pwsh would exit with 0. At a prompt it must not end the session.
    if (-not $hasEnded -and [Environment]::GetCommandLineArgs() -contains '-NonInteractive') { [Environment]::Exit(2) }
}

if (-not $summary.Completed) { exit 2 }
exit [int] (-not $AllowFailures -and ($summary.Failed -gt 0 -or $problems.Count -gt 0))
