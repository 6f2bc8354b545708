#Requires -Version 7.6
<#
.SYNOPSIS
    Spreads a job over machines that are reached by SSH, with one progress bar, and adds up the parts.
.DESCRIPTION
    Each machine does one part at a time, and gets the next one when it is done. A part whose machine is lost goes to another one, which
    goes on by the part's journal. The machines need pwsh as a subsystem of sshd, this folder and the shared folders under the same
    paths, and a key instead of a password.

    Exit codes: 0 all parts are done, also where single images failed; 2 otherwise: run it again.
.EXAMPLE
    ./Invoke-ShardOnHost.ps1 -HostName job@one, job@two:2222 -Path /share/photos -Destination /share/web -Records /share/records -Shards 8
#>
[CmdletBinding()]
param(
    # The machines, as user@name or user@name:port.
    [Parameter(Mandatory)] [string[]] $HostName,

    # The folder with the images, as the machines see it.
    [Parameter(Mandatory)] [string] $Path,

    # The folder for the outputs, as the machines see it.
    [Parameter(Mandatory)] [string] $Destination,

    # The folder for journals, logs and metrics, as the machines and this one see it.
    [Parameter(Mandatory)] [string] $Records,

    # How many parts; 0 for four times as many as there are machines, so that a slow one does not keep the others waiting for long.
    [int] $Shards,

    # What the outputs shall be: parameters of Invoke-ImageResize, in a data file that the machines see.
    [string] $Preset = (Join-Path $PSScriptRoot .. .. samples web.psd1),

    # The private key for all machines; else what ssh itself takes.
    [string] $KeyFilePath,

    # Options for ssh, such as @{ ConnectTimeout = 10 }.
    [hashtable] $Options = @{ ServerAliveInterval = 15; ServerAliveCountMax = 4 },

    # How often a machine may fail before it gets no more parts.
    [int] $MaxFailures = 2
)

$ErrorActionPreference = 'Stop'
if (-not $Shards) { $Shards = 4 * $HostName.Count }
$waiting = [Collections.Generic.Queue[int]]::new([int[]] (1..$Shards))
$machines = @($HostName | ForEach-Object { @{ Name = $_; Job = $null; Part = 0; Percent = 0; Failures = 0 } })
$connection = @{ Options = $Options }
if ($KeyFilePath) { $connection.KeyFilePath = $KeyFilePath }
$work = {
    param($script, $arguments)
    & $script @arguments
    $LASTEXITCODE
}

function Start-Part($machine) {
    $machine.Part = $waiting.Dequeue()
    $machine.Percent = 0
    $arguments = @{ Path = $Path; Destination = $Destination; Records = $Records; Preset = $Preset; Shard = "$($machine.Part)/$Shards" }
    $name, $port = $machine.Name -split ':(?=\d+$)'
    $target = $port ? @{ HostName = $name; Port = [int] $port } : @{ HostName = $name }
    $machine.Job = Invoke-Command @target @connection -AsJob -ScriptBlock $work -ArgumentList (Join-Path $PSScriptRoot .. Invoke-Shard.ps1), $arguments
}

# The part is done, or waits to be done by another machine.
function Complete-Part($machine) {
    $code = Receive-Job $machine.Job -ErrorAction SilentlyContinue -ErrorVariable errors 6>$null | Select-Object -Last 1
    Remove-Job $machine.Job -Force
    $machine.Job = $null
    if ($code -in 0, 1) {
        $script:done++
        return
    }

    $waiting.Enqueue($machine.Part)
    $machine.Failures++
    Write-Warning "Part $($machine.Part) did not come to its end on $($machine.Name) ($($errors ? $errors[0] : "code $code")). Another machine goes on with it."
}

$done = 0
try {
    while ($done -lt $Shards) {
        foreach ($machine in $machines) {
            if ($machine.Job -and $machine.Job.State -notin 'Running', 'NotStarted') { Complete-Part $machine }
            if (-not $machine.Job -and $waiting.Count -and $machine.Failures -lt $MaxFailures) { Start-Part $machine }
            if (-not $machine.Job) { continue }
            # The last word of the run itself; the image that takes longest has a record of its own.
            $machine.Job.ChildJobs[0].Progress.ReadAll() | Where-Object { $_.ParentActivityId -lt 0 -and $_.PercentComplete -ge 0 } | ForEach-Object { $machine.Percent = $_.PercentComplete }
        }

        $busy = @($machines | Where-Object Job)
        if (-not $busy -and $done -lt $Shards) {
            $Host.UI.WriteErrorLine("No machine is left for $($Shards - $done) of $Shards parts. Run this again: what is done is not done again.")
            exit 2
        }

        # Parts are of one size, so their percentages add up.
        $percent = [Math]::Min(100, (100 * $done + ($busy | ForEach-Object Percent | Measure-Object -Sum).Sum) / $Shards)
        $status = "$done of $Shards parts done; " + (($busy | ForEach-Object { "$($_.Name): $($_.Part) at $($_.Percent) %" }) -join ', ')
        Write-Progress -Activity "Images on $($HostName.Count) machines" -Status $status -PercentComplete $percent
        Start-Sleep -Milliseconds 250
    }
}
finally {
    Write-Progress -Activity "Images on $($HostName.Count) machines" -Completed
    $machines | Where-Object Job | ForEach-Object { Remove-Job $_.Job -Force }
}

& (Join-Path $PSScriptRoot .. Merge-Shards.ps1) -Records $Records -Shards $Shards -Destination $Destination
exit $LASTEXITCODE
