#Requires -Version 7.6
<#
.SYNOPSIS
    How the rate grows with the number of shards on this machine: as many processes of pwsh as there are shards, each with one worker.
.DESCRIPTION
    The photos are linked under as many names as there shall be images. In each round every number of shards is run once, so that what
    else the machine does hits all alike; medians are given. Shards are started together and wait for each other before they begin, so
    Seconds and Rate are without the start of pwsh; Started is the processor time of a process until then, Processor that of the work alone, an image.
    Efficiency is the rate by that of one shard and by the smaller of shards and processors. On a machine that does other things read Processor alone.
.PARAMETER Photos
    A folder of JPEG photos.
.PARAMETER Images
    How many images a run has.
.PARAMETER Shards
    The numbers of shards.
.PARAMETER Rounds
    How often each is run.
.PARAMETER Size
    The box of the outputs.
.EXAMPLE
    ./bench/Measure-Shards.ps1 ../shared/photos
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Photos,
    [ValidateRange(8, 1000000)] [int] $Images = 2400,
    [int[]] $Shards = (1, 2, 3, 4, 6, 8),
    [ValidateRange(1, 100)] [int] $Rounds = 3,
    [string] $Size = '800'
)

$ErrorActionPreference = 'Stop'
$work = New-Item (Join-Path ([IO.Path]::GetTempPath()) "imageresize-shards-$PID") -ItemType Directory
$own = [Environment]::ProcessPath
$first = (Split-Path $own -LeafBase) -eq 'dotnet' ? @(Join-Path $PSHOME pwsh.dll) : @()
$running = @()

# What each process does: it is ready, waits for the word, works, and tells its figures.
Set-Content "$work/shard.ps1" @'
param($Manifest, $In, $Out, $Size, $Shard, $Ready, $Go, $Told)
Import-Module $Manifest
[ImageResize.SamplePhoto]::Write("$Told.jpg", 640, 480, 1)
Invoke-ImageResize "$Told.jpg" -Size 100 -Destination "$Told.out" 6>$null | Out-Null
Set-Content $Ready ''
while (-not (Test-Path $Go)) { Start-Sleep -Milliseconds 20 }
$start = [Environment]::CpuUsage.TotalTime
Invoke-ImageResize $In -Size $Size -Destination $Out -Shard $Shard -ThrottleLimit 1 -SummaryVariable summary 3>$null 6>$null | Out-Null
@{ Started = $start.TotalSeconds; Processor = ([Environment]::CpuUsage.TotalTime - $start).TotalSeconds; Images = $summary.Resized; Bytes = $summary.BytesRead; End = [DateTime]::UtcNow } | ConvertTo-Json | Set-Content $Told
'@

function Get-Median([double[]] $values) {
    $sorted = @($values | Sort-Object)
    ($sorted[[int] [Math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[int] [Math]::Floor($sorted.Count / 2)]) / 2
}

try {
    $files = @(Get-ChildItem $Photos -Filter *.jpg -Recurse -File | Select-Object -First 200)
    $in = New-Item "$work/in" -ItemType Directory
    # Links where that can be: the photos are read from memory then, and the processors are what is measured.
    for ($i = 0; $i -lt $Images; $i++) {
        $photo = $files[$i % $files.Count].FullName
        if (-not $copied) { try { $null = New-Item "$in/$i.jpg" -ItemType HardLink -Target $photo -ErrorAction Stop; continue } catch { $copied = @{} } }
        if (-not $copied[$photo]) {
            Copy-Item -LiteralPath $photo "$in/$i.jpg"
            $copied[$photo] = "$in/$i.jpg"
        }
        else {
            $null = New-Item "$in/$i.jpg" -ItemType HardLink -Target $copied[$photo]
        }
    }

    $results = foreach ($round in 1..$Rounds) {
        foreach ($count in $Shards) {
            $folder = New-Item "$work/$round-$count" -ItemType Directory
            $running = @(foreach ($shard in 1..$count) {
                Start-Process $own ($first + @('-NoProfile', '-NonInteractive', '-File', "$work/shard.ps1", (Join-Path $PSScriptRoot .. ImageResize.psd1), $in, "$folder/out", $Size, "$shard/$count", "$folder/ready-$shard", "$folder/go", "$folder/told-$shard")) -PassThru -RedirectStandardError "$folder/error-$shard"
            })
            while (@(Get-ChildItem $folder -Filter ready-*).Count -lt $count) {
                if ($running.HasExited -contains $true) { throw "A shard ended early: $(Get-Content "$folder/error-*")" }
                Start-Sleep -Milliseconds 50
            }
            $begin = [DateTime]::UtcNow
            Set-Content "$folder/go" ''
            $running | Wait-Process
            $told = @(1..$count | ForEach-Object { Get-Content "$folder/told-$_" -Raw | ConvertFrom-Json })
            $done = ($told.Images | Measure-Object -Sum).Sum
            if ($done -ne $Images) { throw "$done of $Images images were made." }
            $seconds = (($told.End | Measure-Object -Maximum).Maximum.ToUniversalTime() - $begin).TotalSeconds
            [pscustomobject]@{
                Shards    = $count
                Seconds   = $seconds
                Rate      = $Images / $seconds
                Processor = 1000 * ($told.Processor | Measure-Object -Sum).Sum / $Images
                Started   = ($told.Started | Measure-Object -Average).Average
                Largest   = $count * ($told.Bytes | Measure-Object -Maximum).Maximum / ($told.Bytes | Measure-Object -Sum).Sum
            }
            Remove-Item $folder -Recurse
        }
    }

    $single = $null
    foreach ($group in $results | Group-Object Shards | Sort-Object { [int] $_.Name }) {
        $count = [int] $group.Name
        $rate = Get-Median $group.Group.Rate
        if ($count -eq 1) { $single = $rate }
        [pscustomobject]@{
            Shards         = $count
            Seconds        = [Math]::Round((Get-Median $group.Group.Seconds), 1)
            'Rate (1/s)'   = [Math]::Round($rate, 1)
            Efficiency     = $single ? [Math]::Round($rate / $single / [Math]::Min($count, [Environment]::ProcessorCount), 2) : $null
            'Processor (ms/image)' = [Math]::Round((Get-Median $group.Group.Processor), 2)
            'Started (s)'  = [Math]::Round((Get-Median $group.Group.Started), 2)
            'Largest part' = [Math]::Round($group.Group[0].Largest, 3)
        }
    }
}
finally {
    $running | Where-Object { -not $_.HasExited } | Stop-Process -Force
    Remove-Item $work -Recurse -Force
}
