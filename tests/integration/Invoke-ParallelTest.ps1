#Requires -Version 7.6
<#
.SYNOPSIS
    deploy/parallel with GNU parallel: 4 shards, of which one is killed, then all of them, and the same line again.
.DESCRIPTION
    parallel is installed where it is missing (Debian, as root).
.EXAMPLE
    pwsh tests/integration/Invoke-ParallelTest.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(400, 100000)] [int] $Images = 2000,
    [switch] $Keep
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Testing.ps1"
$shards = 4
$line = @("$root/deploy/parallel/resize.sh", "$work/photos", "$work/web", "$work/records", $shards, '--jobs', '2')

# What runs for a shard of this test.
function Get-Shard([int] $shard) {
    Get-ChildItem /proc -Directory | Where-Object Name -Match '^\d+$' | Where-Object {
        try { $words = [IO.File]::ReadAllText("/proc/$($_.Name)/cmdline").Split([char] 0) } catch { $words = @() }
        # Not the shell that holds the whole line as one word.
        $words -contains "$work/records" -and $words -contains "$shard/$shards"
    } | ForEach-Object { [int] $_.Name }
}

try {
    $null = New-Item $work -ItemType Directory
    Import-Module "$root/ImageResize.psd1"
    Install-Package @{ parallel = 'parallel' }
    New-Program
    New-Input $Images
    New-Preset 30
    $env:PRESET = "$work/preset.psd1"
    Write-Step "$Images images; $((parallel --version)[0])"

    $run = Start-Daemon first bash $line
    Wait-For { (Get-Journaled "journal-1-of-$shards.jsonl") -gt 20 -and (Get-Journaled "journal-2-of-$shards.jsonl") -gt 20 } 'two shards in the middle'
    $victim = @(Get-Shard 1)[-1]
    Stop-Process -Id $victim -Force
    Write-Step "the process $victim of shard 1 was killed, at $(Get-Journaled "journal-1-of-$shards.jsonl") images"
    Wait-For { (Get-Shard 1) -and $victim -notin (Get-Shard 1) } 'parallel starts it again'
    Write-Step 'parallel has started it again'
    Wait-For { (Get-Journaled "journal-2-of-$shards.jsonl") -gt 150 } 'more of shard 2'
    $before = (1..$shards | ForEach-Object { Get-Journaled "journal-$_-of-$shards.jsonl" }) -join ', '
    $run.Kill($true)
    $null = $run.WaitForExit(10000)
    Write-Step "all of it was killed, at $before images"

    $again = Start-Daemon second bash $line
    Wait-For { $again.HasExited } 'the end of the same line again' 600
    Confirm-That ($again.ExitCode -eq 0) 'the same line again ends with 0'
    Confirm-Output $Images
    Confirm-That (Test-Path "$work/records/report.html") 'the page is there'
    Confirm-Record $Images $shards
}
finally {
    Stop-Started
    if ($Keep) { Write-Step "left: $work" } else { Remove-Item $work -Recurse -Force -ErrorAction Ignore }
}
