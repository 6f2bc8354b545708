# What the integration tests share: inputs whose outputs are known byte for byte, the checks, and processes that are ended by their id.

$root = (Resolve-Path (Join-Path $PSScriptRoot .. ..)).Path
$work = Join-Path ([IO.Path]::GetTempPath()) "imageresize-integration-$PID"
$started = [Collections.Generic.List[Diagnostics.Process]]::new()
$begin = [Diagnostics.Stopwatch]::StartNew()

function Write-Step([string] $text) {
    '{0,6:0.0} s  {1}' -f $begin.Elapsed.TotalSeconds, $text | Write-Host
}

function Confirm-That([bool] $isSo, [string] $text) {
    if (-not $isSo) { throw "Not so: $text" }
    Write-Step "ok: $text"
}

function Wait-For([scriptblock] $condition, [string] $what, [int] $seconds = 120) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $condition)) {
        if ($watch.Elapsed.TotalSeconds -gt $seconds) { throw "After $seconds seconds there is still not: $what." }
        Start-Sleep -Milliseconds 200
    }
}

# Its output goes to a file in the folder of the test. It ends with the test, even where that is killed.
function Start-Daemon([string] $name, [string] $program, [string[]] $arguments) {
    $process = Start-Process setpriv (@('--pdeathsig', 'KILL', $program) + $arguments) -PassThru -RedirectStandardOutput "$work/$name.out" -RedirectStandardError "$work/$name.err"
    $null = $process.Handle
    $started.Add($process)
    $process
}

function Stop-Started {
    for ($i = $started.Count - 1; $i -ge 0; $i--) {
        if (-not $started[$i].HasExited) {
            $started[$i].Kill($true)
            $null = $started[$i].WaitForExit(10000)
        }
    }
}

# The same pwsh under a name that scripts can start.
function New-Program {
    $null = New-Item "$work/bin", "$work/records" -ItemType Directory -Force
    $own = [Environment]::ProcessPath
    $line = (Split-Path $own -LeafBase) -eq 'dotnet' ? "exec '$own' '$(Join-Path $PSHOME pwsh.dll)' `"`$@`"" : "exec '$own' `"`$@`""
    Set-Content "$work/bin/pwsh" "#!/bin/sh", $line
    chmod +x "$work/bin/pwsh"
    $env:PATH = "$work/bin:$env:PATH"
    $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
}

# Some photos under very many names, in folders.
function New-Input([int] $images) {
    $null = New-Item "$work/photos", "$work/originals" -ItemType Directory -Force
    foreach ($seed in 1..16) { [ImageResize.SamplePhoto]::Write("$work/originals/$seed.jpg", 1000 + 20 * $seed, 750, $seed) }
    foreach ($i in 0..($images - 1)) {
        $folder = "$work/photos/$($i % 40)"
        if ($i -lt 40) { $null = New-Item $folder -ItemType Directory }
        # A hard link, without the cost of a cmdlet for each.
        [IO.File]::Copy("$work/originals/$(1 + $i % 16).jpg", "$folder/$i.jpg")
    }
}

# Slow enough for something to happen in the middle, on any machine.
function New-Preset([int] $rate) {
    Set-Content "$work/preset.psd1" "@{ Size = '400'; RateLimit = $rate }"
}

# How many outputs a journal names; counted by another program, since a run keeps other .NET processes from its journal.
function Get-Journaled([string] $name) {
    $files = @(Get-ChildItem "$work/records" -Filter $name -ErrorAction Ignore)
    [int] ($files | ForEach-Object { [int] ((wc -l $_.FullName) -split ' ')[0] } | Measure-Object -Sum).Sum
}

# Every output there once, whole, and nothing besides.
function Confirm-Output([int] $images) {
    $expected = @{}
    Get-ChildItem "$work/originals" | Invoke-ImageResize -Size 400 -Destination "$work/expected" 6>$null | ForEach-Object {
        $expected[[int] (Split-Path $_.SourcePath -LeafBase)] = (Get-FileHash $_.Path).Hash
    }
    $files = @(Get-ChildItem "$work/web" -Recurse -File -Force)
    Confirm-That ($files.Where({ $_.Name -like '*.tmp' }).Count -eq 0) 'no temporary file is left'
    Confirm-That ($files.Count -eq $images) "$images outputs are there, and no other file"
    $wrong = @($files.Where({
        $i = [int] $_.BaseName
        $_.Directory.Name -ne [string] ($i % 40) -or (Get-FileHash -LiteralPath $_.FullName).Hash -ne $expected[1 + $i % 16]
    }))
    Confirm-That ($wrong.Count -eq 0) 'every one is byte for byte what a run of its own makes'
}

# The journals of all shards name each output as made exactly once where nothing was made twice.
function Confirm-Record([int] $images, [int] $shards) {
    $lines = Get-ChildItem "$work/records/journal-*-of-$shards.jsonl" | Get-Content | ForEach-Object { try { ConvertFrom-Json $_ } catch { } }
    $names = @($lines.source | Group-Object -NoElement)
    Confirm-That ($names.Count -eq $images) "the journals name all $images images ($(@($lines).Count) lines, so $(@($lines).Count - $images) were made again)"
    $parts = @(Get-ChildItem "$work/records/metrics-*-of-$shards.json" | Get-Content -Raw | ConvertFrom-Json)
    Confirm-That ($parts.Count -eq $shards) "$shards shards have left metrics"
    $all = Get-ChildItem "$work/records/metrics-*-of-$shards.json" | Merge-ImageResizeSummary -WarningVariable warnings 3>$null
    Confirm-That ($all.Completed -and -not $warnings) 'the merged summary says Completed, without a warning'
    Confirm-That ($all.Total -eq $images -and $all.Resized + $all.Skipped -eq $images -and $all.Failed -eq 0) "it adds up: $($all.Resized) resized and $($all.Skipped) skipped by the journal are $images, none failed"
    $all
}

# Debian's packages of the programs that are not there.
function Install-Package([hashtable] $programs) {
    $missing = @($programs.Keys | Where-Object { -not (Get-Command $_ -ErrorAction Ignore) } | ForEach-Object { $programs[$_] })
    if (-not $missing) { return }
    Write-Step "installs $missing"
    # The packages would start services; these are not wanted.
    $isOwn = -not (Test-Path /usr/sbin/policy-rc.d)
    if ($isOwn) {
        Set-Content /usr/sbin/policy-rc.d '#!/bin/sh', 'exit 101'
        chmod +x /usr/sbin/policy-rc.d
    }

    try {
        $env:DEBIAN_FRONTEND = 'noninteractive'
        apt-get update -q | Out-Null
        apt-get install -q -y --no-install-recommends @missing | Out-Null
        if ($LASTEXITCODE) { throw "apt-get could not install $missing." }
    }
    finally {
        if ($isOwn) { Remove-Item /usr/sbin/policy-rc.d }
    }
}

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}
