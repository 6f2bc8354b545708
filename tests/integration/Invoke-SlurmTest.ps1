#Requires -Version 7.6
<#
.SYNOPSIS
    deploy/slurm on a real Slurm of one machine: two nodes, an array of 8 shards, one node lost, one process killed, and every image there.
.DESCRIPTION
    For Debian and Ubuntu, as root: what is missing of slurmctld, slurmd, slurm-client and munge is installed. All that runs lies in a
    folder of its own, on ports of its own on loopback, and is ended by process id, whatever happens. Each node is a process namespace
    with a host name of its own: killing its first process is what a power cut is, for the daemon and for the tasks alike, and the
    module takes the two for different machines.

    In the middle of the work one node is lost so; another task's pwsh is killed, as by a kernel that is out of memory; and when the
    lost node is back, its daemon alone is killed: Slurm takes the node for dead and gives its tasks to the other one, while the
    processes still run.
.PARAMETER Images
    How many images.
.PARAMETER Keep
    Leaves the folder for a look.
.EXAMPLE
    pwsh tests/integration/Invoke-SlurmTest.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(400, 100000)] [int] $Images = 4000,
    [switch] $Keep
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Testing.ps1"
$shards = 8

function Write-Configuration {
    $null = New-Item "$work/state", "$work/spool" -ItemType Directory
    $controller, $a, $b = (Get-FreePort), (Get-FreePort), (Get-FreePort)
    Set-Content "$work/slurm.conf" @"
ClusterName=test
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$work/munge.socket
SlurmctldPort=$controller
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool/%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd-%n.pid
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmdTimeout=10
MessageTimeout=5
KillWait=5
InactiveLimit=0
MpiDefault=none
SchedulerParameters=bf_interval=2,batch_sched_delay=0
NodeName=node-a NodeHostname=node-a NodeAddr=127.0.0.1 Port=$a CPUs=4 RealMemory=4000
NodeName=node-b NodeHostname=node-b NodeAddr=127.0.0.1 Port=$b CPUs=4 RealMemory=4000
PartitionName=test Nodes=node-a,node-b Default=YES State=UP MaxTime=60
"@
    $env:SLURM_CONF = "$work/slurm.conf"
}

# A machine of its own as far as processes and the host's name go. Its first process adopts what a daemon leaves behind.
function Start-Node([string] $name) {
    Start-Daemon $name unshare '--uts', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', "`"hostname $name; slurmd -D -N $name & sleep 100000 & while true; do wait; sleep 1; done`""
}

function Get-Variable([int] $id) {
    try { [IO.File]::ReadAllText("/proc/$id/environ").Split([char] 0) } catch { }
}

# Processes of this test, by what their environment holds. Nothing else on the machine has this configuration.
function Get-Own([string] $command, [string] $variable) {
    Get-ChildItem /proc -Directory | Where-Object Name -Match '^\d+$' | ForEach-Object {
        $id = [int] $_.Name
        try { $line = [IO.File]::ReadAllText("/proc/$id/cmdline") } catch { return }
        if ($line -notmatch $command) { return }
        $variables = Get-Variable $id
        if ($variables -contains "SLURM_CONF=$work/slurm.conf" -and (-not $variable -or $variables -contains $variable)) { $id }
    }
}

# The tasks that run on a node and have done some of their images, but not all.
function Get-TaskInWork([string] $node) {
    @(squeue -h -t RUNNING -w $node -o '%K' -n imageresize) | Where-Object { $_ } | ForEach-Object { [int] $_ } | Where-Object {
        (Get-Journaled "journal-$_-of-$shards.jsonl") -in 20..($Images / $shards * 0.6) -and (Get-Own 'Invoke-Shard' "SLURM_ARRAY_TASK_ID=$_")
    }
}

# Slurm lets two minutes pass before it runs a lost task again; this test has no time for that.
function Start-Waiting {
    squeue -h -r -t PENDING -j $job -o '%F_%K %r' | Where-Object { $_ -match 'BeginTime' } | ForEach-Object { scontrol update "JobId=$(($_ -split ' ')[0])" StartTime=now }
}

function Get-NodeState([string] $node) { sinfo -h -N -n $node -o '%T' }

try {
    if ((id -u) -ne '0') { throw 'This test makes namespaces and starts daemons: run it as root.' }
    $null = New-Item $work -ItemType Directory
    chmod 755 $work
    Import-Module "$root/ImageResize.psd1"
    Install-Package @{ slurmctld = 'slurmctld'; slurmd = 'slurmd'; sbatch = 'slurm-client'; munged = 'munge' }
    New-Program
    New-Input $Images
    New-Preset 10
    Write-Configuration
    Write-Step "$Images images; Slurm $((slurmctld -V) -replace '.* '), files in $work"

    [IO.File]::WriteAllBytes("$work/munge.key", [Security.Cryptography.RandomNumberGenerator]::GetBytes(128))
    chmod 600 "$work/munge.key"
    $null = Start-Daemon munged munged '--foreground', '--force', "--key-file=$work/munge.key", "--socket=$work/munge.socket", "--pid-file=$work/munged.pid", "--log-file=$work/munged.log", "--seed-file=$work/munged.seed"
    Wait-For { Test-Path "$work/munge.socket" } 'the socket of munge'
    $null = Start-Daemon slurmctld slurmctld '-D', '-i'
    $null = Start-Node node-a
    $b = Start-Node node-b
    Wait-For { (Get-NodeState node-a) -eq 'idle' -and (Get-NodeState node-b) -eq 'idle' } 'two idle nodes'
    Write-Step 'munged, slurmctld and two slurmd run; both nodes are idle'

    $job, $merge = (& "$root/deploy/slurm/submit.sh" "$work/photos" "$work/web" "$work/records" $shards -Preset "$work/preset.psd1") -split ' '
    if ($LASTEXITCODE) { throw 'submit.sh failed.' }
    Write-Step "submitted: array $job of $shards shards, and $merge, which merges"

    Wait-For { (Get-TaskInWork node-a) -and @(Get-TaskInWork node-b).Count -ge 2 } 'tasks in the middle of their work on both nodes' 180
    $lost = @(Get-TaskInWork node-b)
    Stop-Process -Id $b.Id -Force
    Write-Step "node-b has no power any more: shards $($lost -join ' and ') were at $(($lost | ForEach-Object { Get-Journaled "journal-$_-of-$shards.jsonl" }) -join ' and ') images"
    $victim = @(Get-TaskInWork node-a)[0]
    $process = @(Get-Own 'Invoke-Shard' "SLURM_ARRAY_TASK_ID=$victim")[-1]
    Stop-Process -Id $process -Force
    Write-Step "the process $process of shard $victim on node-a was killed, at $(Get-Journaled "journal-$victim-of-$shards.jsonl") images"
    $left = @(Get-ChildItem "$work/web" -Recurse -File -Force -Filter *.tmp)
    Write-Step "temporary files in the outputs now: $($left.Count)"

    Wait-For { (Get-NodeState node-b) -match 'down' } 'Slurm sees that node-b is down'
    Write-Step 'Slurm says that node-b is down; its tasks wait to be run again'
    $b = Start-Node node-b
    Wait-For { Start-Waiting; @(Get-TaskInWork node-b).Count -ge 2 } 'node-b has tasks again' 300
    $lost = @(Get-TaskInWork node-b)
    $daemon = @(Get-Own '^slurmd' | Where-Object { [IO.File]::ReadAllText("/proc/$_/cmdline").Split([char] 0) -contains 'node-b' })[0]
    Stop-Process -Id $daemon -Force
    Write-Step "node-b is back; now its daemon alone was killed (process $daemon), while shards $($lost -join ' and ') run on"
    # Slurm itself took up to 80 seconds for a node that had just come back; this is what a check of the nodes does.
    scontrol update NodeName=node-b State=DOWN Reason=daemon
    Write-Step "node-b is set down; shards $($lost -join ' and ') are at $(($lost | ForEach-Object { Get-Journaled "journal-$_-of-$shards.jsonl" }) -join ' and ') images, still run by node-b, and wait to be run by node-a"
    Wait-For { Start-Waiting; 1..$shards | Where-Object { Test-Path "$work/records/task-$_.out" } | Where-Object { Select-String -Quiet -SimpleMatch Waiting "$work/records/task-$_.out" } } 'a task waits for its journal'
    Write-Step 'one that was run again waits until the other process gives up its journal'
    Wait-For { -not (Get-Own 'Invoke-Shard' 'SLURMD_NODENAME=node-b') } 'the end of what runs on node-b'
    Stop-Process -Id $b.Id -Force
    $null = Start-Node node-b

    Wait-For { Start-Waiting; -not (squeue -h -j "$job,$merge" 2>$null) } 'the end of all jobs' 900
    Write-Step 'all jobs have ended'
    foreach ($i in 1..$shards) { Get-Content "$work/records/task-$i.out" -ErrorAction Ignore | ForEach-Object { Write-Step ("task ${i}: $_" -replace "'$work/records/") } }

    Confirm-Output $Images
    $all = Confirm-Record $Images $shards
    $written = Get-Content "$work/records/metrics.json" -Raw | ConvertFrom-Json
    Confirm-That (($written.outputs.resized + $written.outputs.skipped) -eq $Images) 'the job that merges has written the same'
    Confirm-That (Test-Path "$work/records/report.html") 'and the page'
    $all
}
finally {
    Stop-Started
    if ($Keep) { Write-Step "left: $work" } else { Remove-Item $work -Recurse -Force -ErrorAction Ignore }
}
