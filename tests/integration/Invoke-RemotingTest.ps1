#Requires -Version 7.6
<#
.SYNOPSIS
    deploy/remoting over real SSH: two machines on loopback, 6 shards, one machine lost in the middle.
.DESCRIPTION
    As root, on Linux: openssh-server is installed where it is missing. Each machine is an sshd on a port of its own with a host key of
    its own, in a process namespace with a host name of its own, and pwsh is its subsystem. The key that opens them is made for the
    test. All that runs is ended by process id.
.EXAMPLE
    pwsh tests/integration/Invoke-RemotingTest.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(400, 100000)] [int] $Images = 2000,
    [switch] $Keep
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Testing.ps1"
$shards = 6

function Start-Machine([string] $name) {
    $port = Get-FreePort
    ssh-keygen -q -t ed25519 -N '' -f "$work/$name-key" | Out-Null
    Set-Content "$work/$name.conf" @"
Port $port
ListenAddress 127.0.0.1
HostKey $work/$name-key
PidFile $work/$name.pid
AuthorizedKeysFile $work/key.pub
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
Subsystem powershell $work/bin/pwsh -sshs -NoLogo -NoProfile
"@
    $process = Start-Daemon $name unshare '--uts', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', "`"hostname $name; exec $((Get-Command sshd -ErrorAction Ignore)?.Source ?? '/usr/sbin/sshd') -D -e -f $work/$name.conf`""
    @{ Process = $process; Target = "$(id -un)@127.0.0.1:$port"; Port = $port }
}

try {
    if ((id -u) -ne '0') { throw 'This test makes namespaces and starts daemons: run it as root.' }
    $null = New-Item $work -ItemType Directory
    chmod 755 $work
    Import-Module "$root/ImageResize.psd1"
    Install-Package @{ '/usr/sbin/sshd' = 'openssh-server'; ssh = 'openssh-client' }
    $null = New-Item /run/sshd -ItemType Directory -Force
    New-Program
    New-Input $Images
    New-Preset 20
    ssh-keygen -q -t ed25519 -N '' -f "$work/key" | Out-Null
    $one, $two = (Start-Machine machine-one), (Start-Machine machine-two)
    foreach ($machine in $one, $two) {
        Wait-For { try { [Net.Sockets.TcpClient]::new('127.0.0.1', $machine.Port).Dispose(); $true } catch { $false } } 'sshd listens' 20
    }
    Write-Step "$Images images; two machines, $((ssh -V 2>&1) -replace ',.*')"

    $parameters = @{
        HostName = $one.Target, $two.Target; Path = "$work/photos"; Destination = "$work/web"; Records = "$work/records"; Shards = $shards
        Preset = "$work/preset.psd1"; KeyFilePath = "$work/key"; MaxFailures = 1
        Options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = "$work/known"; LogLevel = 'ERROR' }
    }
    # In a runspace of its own, so that its progress can be read while it goes on.
    $shell = [powershell]::Create().AddCommand("$root/deploy/remoting/Invoke-ShardOnHost.ps1").AddParameters($parameters)
    $run = $shell.BeginInvoke()
    $bar = [Collections.Generic.List[string]]::new()
    $isLost = $false
    while (-not $run.IsCompleted) {
        foreach ($record in $shell.Streams.Progress.ReadAll()) {
            if ($record.Activity -like 'Images on*' -and $record.PercentComplete -ge 0 -and ($bar.Count -eq 0 -or $bar[-1] -notlike "$($record.PercentComplete) %*")) { $bar.Add("$($record.PercentComplete) %: $($record.StatusDescription)") }
        }

        if (-not $isLost -and (Get-Journaled 'journal-*.jsonl') -gt $Images / 4) {
            Stop-Process -Id $two.Process.Id -Force
            Write-Step "machine-two is lost, at $(Get-Journaled 'journal-*.jsonl') of $Images images"
            $isLost = $true
        }

        Start-Sleep -Milliseconds 200
    }

    $summary = $shell.EndInvoke($run)
    $shell.Streams.Warning + $shell.Streams.Error | ForEach-Object { Write-Step "said: $_" }
    Write-Step "the bar showed $($bar.Count) different values, such as:"
    $bar | Where-Object { $_ -match 'done' } | Select-Object -First 100 | Where-Object { $bar.IndexOf($_) % [Math]::Max(1, [int] ($bar.Count / 6)) -eq 0 } | ForEach-Object { Write-Step "  $_" }
    $values = @($bar | ForEach-Object { [int] ($_ -split ' ')[0] })
    Confirm-That ($values.Count -gt 10 -and $values[-1] -ge 90) 'there is one bar for all machines'
    Confirm-That $isLost 'a machine was lost in the middle'
    Confirm-Output $Images
    $all = Confirm-Record $Images $shards
    Confirm-That ($summary.Total -eq $all.Total -and $summary.Completed) 'the script has given the same summary'
    $all
}
finally {
    Stop-Started
    if ($Keep) { Write-Step "left: $work" } else { Remove-Item $work -Recurse -Force -ErrorAction Ignore }
}
