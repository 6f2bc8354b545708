#Requires -Version 7.6
<#
.SYNOPSIS
    What -Isolation Process costs: a run without and a run with child processes in turn, in this pwsh, on Linux.
.DESCRIPTION
    Makes the inputs of the photos: WebP of 2400 pixels and TIFF of 1600, each ten times under names of its own. Gives for each run the
    seconds it took and the processor time of pwsh and its children, their start included.
.PARAMETER Photos
    A folder of JPEG photos; the first 24 are taken.
.PARAMETER Rounds
    How often each is run.
.EXAMPLE
    ./bench/Measure-Isolation.ps1 ../shared/photos
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Photos,
    [ValidateRange(1, 100)] [int] $Rounds = 3
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../ImageResize.psd1"

# Seconds of processor time of children that have ended (proc(5), cutime and cstime), in a hundredth each.
function Get-ChildTime {
    $fields = ((Get-Content /proc/self/stat) -replace '^.*\) ') -split ' '
    ([double] $fields[13] + [double] $fields[14]) / 100
}

$work = New-Item (Join-Path ([IO.Path]::GetTempPath()) "imageresize-isolation-$PID") -ItemType Directory
try {
    $files = Get-ChildItem $Photos -Filter *.jpg -Recurse | Select-Object -First 24
    foreach ($kind in @{ Format = 'webp'; Size = 2400 }, @{ Format = 'tiff'; Size = 1600 }) {
        $made = $files | Invoke-ImageResize -Size $kind.Size -Format $kind.Format -Destination "$work/made" 6>$null 3>$null
        $inputs = New-Item "$work/$($kind.Format)" -ItemType Directory
        foreach ($copy in 1..10) {
            $made | ForEach-Object { $null = New-Item "$inputs/$copy-$($_.Name)" -ItemType HardLink -Target $_.Path }
        }

        foreach ($round in 1..$Rounds) {
            foreach ($isolation in 'None', 'Process') {
                $process = [Diagnostics.Process]::GetCurrentProcess()
                $own, $children, $watch = $process.TotalProcessorTime, (Get-ChildTime), [Diagnostics.Stopwatch]::StartNew()
                $results = Get-ChildItem $inputs | Invoke-ImageResize -Size 800 -Destination "$work/out" -Isolation $isolation -ThrottleLimit 2 6>$null 3>$null
                $seconds = $watch.Elapsed.TotalSeconds
                $process.Refresh()
                $own = ($process.TotalProcessorTime - $own).TotalSeconds
                # Until the last child has ended and is counted.
                Start-Sleep 1
                [pscustomobject]@{
                    Format    = $kind.Format
                    Isolation = $isolation
                    Images    = @($results).Count
                    Seconds   = [Math]::Round($seconds, 2)
                    Processor = [Math]::Round($own + (Get-ChildTime) - $children, 2)
                }
            }
        }
    }
}
finally {
    Remove-Item $work -Recurse
}
