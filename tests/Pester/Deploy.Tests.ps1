#Requires -Version 7.6
# The scripts that a scheduler starts: deploy/. With real schedulers: tests/integration.

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module "$root/ImageResize.psd1"
    $start = (Split-Path ([System.Environment]::ProcessPath) -LeafBase) -eq 'dotnet' ? @(Join-Path $PSHOME pwsh.dll) : @()
    function Invoke-Script([string] $name) {
        $script:said = & ([System.Environment]::ProcessPath) @start -NoProfile -NonInteractive -File "$root/deploy/$name" @args 2>&1
        $LASTEXITCODE
    }
}

Describe 'deploy/Invoke-Shard.ps1 and Merge-Shards.ps1' {
    BeforeEach {
        Get-ChildItem $TestDrive -Force | Remove-Item -Recurse -Force
        $null = New-Item "$TestDrive/in/below" -ItemType Directory
        foreach ($i in 1..8) { [ImageResize.SamplePhoto]::Write("$TestDrive/in/$($i % 2 ? 'below/' : '')$i.jpg", 80, 60, $i) }
        Set-Content "$TestDrive/preset.psd1" "@{ Size = '40' }"
        $shard = @('-Path', "$TestDrive/in", '-Destination', "$TestDrive/web", '-Records', "$TestDrive/records", '-Preset', "$TestDrive/preset.psd1")
        $merge = @('-Records', "$TestDrive/records", '-Destination', "$TestDrive/web", '-Shards', 2)
    }

    It 'do a job in two parts, add it up, and do nothing twice' {
        Invoke-Script Invoke-Shard.ps1 @shard -Shard 1/2 | Should -Be 0
        Invoke-Script Invoke-Shard.ps1 @shard -Shard 2/2 -ThrottleLimit 1 -MemoryLimit 256MB | Should -Be 0
        Invoke-Script Merge-Shards.ps1 @merge | Should -Be 0
        (Get-ChildItem "$TestDrive/web" -Recurse -File).BaseName | Sort-Object | Should -Be (1..8)
        $all = Get-Content "$TestDrive/records/metrics.json" -Raw | ConvertFrom-Json
        $all.outputs.resized | Should -Be 8
        Get-ChildItem "$TestDrive/records" | ForEach-Object Name | Should -Contain 'report.html'
        Invoke-Script Invoke-Shard.ps1 @shard -Shard 1/2 | Should -Be 0
        (Get-Content "$TestDrive/records/metrics-1-of-2.json" -Raw | ConvertFrom-Json).outputs.resized | Should -Be 0
    }

    It 'say by the exit code that images failed, unless that is allowed' {
        Set-Content "$TestDrive/in/bad.jpg" 'no image'
        Invoke-Script Invoke-Shard.ps1 @shard -Shard 1/1 | Should -Be 1
        Invoke-Script Invoke-Shard.ps1 @shard -Shard 1/1 -AllowFailures | Should -Be 0
    }

    It 'take a folder that is not there for a fault, not for a part without images' {
        Remove-Item "$TestDrive/in" -Recurse
        Invoke-Script Invoke-Shard.ps1 @shard -Shard 1/2 -AllowFailures | Should -Be 2
        "$said" | Should -BeLike '*There is no folder*'
    }

    It 'wait for a process that still does the part, and give up in the end' {
        $null = New-Item "$TestDrive/records" -ItemType Directory
        $held = [IO.File]::Open("$TestDrive/records/journal-1-of-2.jsonl", 'OpenOrCreate', 'ReadWrite', 'None')
        try {
            Invoke-Script Invoke-Shard.ps1 @shard -Shard 1/2 -WaitSeconds 1 | Should -Be 2
            "$said" | Should -BeLike 'Waiting:*'
        }
        finally {
            $held.Dispose()
        }
        Invoke-Script Invoke-Shard.ps1 @shard -Shard 1/2 | Should -Be 0
    }

    It 'take no job for done where a part is missing, and leave temporary files alone then' {
        Invoke-Script Invoke-Shard.ps1 @shard -Shard 1/2 | Should -Be 0
        # Of another machine: of one that lost its power, perhaps, or of one that writes it now.
        $left = New-Item "$TestDrive/web/.imageresize-0badcafe-1-2-$('0' * 32).tmp"
        Invoke-Script Merge-Shards.ps1 @merge | Should -Be 2
        "$said" | Should -BeLike '*Shard 2 of 2 is missing*'
        Test-Path $left | Should -BeTrue
        Invoke-Script Invoke-Shard.ps1 @shard -Shard 2/2 | Should -Be 0
        $null = New-Item $left -Force
        Invoke-Script Merge-Shards.ps1 @merge | Should -Be 0
        Get-ChildItem "$TestDrive/web" -Recurse -Force -Filter *.tmp | Should -BeNullOrEmpty
    }

    It 'do what the manifests of Kubernetes say' {
        $null = New-Item "$TestDrive/preset" -ItemType Directory
        Rename-Item "$TestDrive/in" photos
        $job, $last = foreach ($name in 'job', 'merge') {
            $words = [regex]::Match((Get-Content "$root/deploy/kubernetes/$name.yaml" -Raw), '(?s)args:\n(.*?)\n +env:').Groups[1].Value -split '\n' -match '^ +- ' -replace '^ +- "?|"$'
            , @($words -replace '^/opt/imageresize/deploy/' -replace '^/images', $TestDrive -replace '^/preset', "$TestDrive/preset")
        }
        $preset = [regex]::Match((Get-Content "$root/deploy/kubernetes/job.yaml" -Raw), '(?m)^    (@\{.*\})$').Groups[1].Value
        Set-Content "$TestDrive/preset/web.psd1" $preset
        $parts = [int] $last[-1]
        try {
            $env:JOB_COMPLETION_COUNT = $parts
            foreach ($index in 0..($parts - 1)) {
                $env:JOB_COMPLETION_INDEX = $index
                Invoke-Script @job | Should -Be 0 -Because "$said"
            }
        }
        finally {
            Remove-Item env:JOB_COMPLETION_COUNT, env:JOB_COMPLETION_INDEX
        }
        Invoke-Script @last | Should -Be 0 -Because "$said"
        Get-ChildItem "$TestDrive/web" -Recurse -File | Should -HaveCount (8 * 4)
    }
}

Describe 'deploy/<_>' -ForEach 'slurm/submit.sh', 'slurm/shard.sbatch', 'slurm/merge.sbatch', 'parallel/resize.sh' {
    It 'is a sound script' -Skip:(-not (Get-Command bash -ErrorAction Ignore)) {
        bash -n "$root/deploy/$_" 2>&1 | Should -BeNullOrEmpty
    }
}
