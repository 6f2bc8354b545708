#Requires -Version 7.6
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    $root = "$PSScriptRoot/../.."
    $readme = [System.IO.File]::ReadAllText("$root/README.md") -replace '\r'

    # The examples are one block, each with a comment in front; a watch is told to end, and tildes are no place for a test.
    $block = [regex]::Match($readme, '(?s)## Examples\n\n```powershell\n(.*?)```').Groups[1].Value
    $examples = foreach ($part in $block -split '\n\n') {
        $title = ($part -split '\n')[0].TrimStart('# ')
        @{ Title = $title; Code = $part -replace '(?m)^(Watch-ImageFolder .*)$', '$1 -IdleSeconds 1' -replace '(?m)^(Measure-ImageResize .*)$', '$1 -Repeat 1 -MinimumSeconds 0' }
    }
    $about = [System.IO.File]::ReadAllText("$root/en-US/about_ImageResize.help.txt") -replace '\r'
    $blocks = @([regex]::Matches($readme, '(?s)```powershell\n(.*?)```').ForEach{ @{ Code = $_.Groups[1].Value } }) +
        @([regex]::Matches($about, '(?m)(?:^        \S.*\n(?:^\s*\n)?|^            \S.*\n)+').ForEach{ @{ Code = $_.Value } }).Where{ $_.Code -match 'Invoke-ImageResize|Watch-ImageFolder|Get-ImageInfo|Measure-' }
}

BeforeAll {
    $root = "$PSScriptRoot/../.."
    Import-Module "$root/ImageResize.psd1"
    $start = (Split-Path ([System.Environment]::ProcessPath) -LeafBase) -eq 'dotnet' ? @(Join-Path $PSHOME pwsh.dll) : @()
    function Invoke-Runbook {
        & ([System.Environment]::ProcessPath) @start -NoProfile -NonInteractive -File "$root/samples/runbook.ps1" @args 2>&1 | Out-Null
        $LASTEXITCODE
    }
    function New-Photo([string] $folder) {
        Get-ChildItem $TestDrive -Force | Remove-Item -Recurse -Force
        $null = New-Item "$TestDrive/$folder/below", "$TestDrive/inbox" -ItemType Directory
        [ImageResize.SamplePhoto]::Write("$TestDrive/$folder/a.jpg", 400, 300, 1)
        [ImageResize.SamplePhoto]::Write("$TestDrive/$folder/below/b.jpg", 300, 400, 2)
        Copy-Item "$TestDrive/$folder/a.jpg" "$TestDrive/c.jpg"
    }
}

Describe 'README' {
    BeforeEach {
        New-Photo photos
        Push-Location $TestDrive
    }

    AfterEach {
        Pop-Location
    }

    It 'has an example that runs: <Title>' -ForEach $examples {
        Copy-Item c.jpg inbox
        $results = Invoke-ImageResize photos -Size 50 -Destination kept 6>$null
        $results | Should -Not -BeNullOrEmpty
        $script = [scriptblock]::Create($Code)
        { & $script 6>$null 3>$null | Out-Null } | Should -Not -Throw
        $Error.Clear()
        & $script 6>$null 3>$null | Out-Null
        $Error | Should -BeNullOrEmpty
    }

    It 'and the about topic show code that parses and names parameters that exist: <Code>' -ForEach $blocks {
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $command = Get-Command $call.GetCommandName() -Module ImageResize -ErrorAction Ignore
            foreach ($element in $call.CommandElements) {
                if ($command -and $element -is [System.Management.Automation.Language.CommandParameterAst]) {
                    $command.Parameters.Keys | Should -Contain $element.ParameterName
                }
            }
        }
    }

    It 'has presets that work' {
        Copy-Item "$root/samples/web.psd1" .
        $web = Import-PowerShellDataFile ./web.psd1
        $results = Get-ChildItem *.jpg | Invoke-ImageResize @web 6>$null
        $results.Name | Sort-Object | Should -Be 'c-1600x.jpg', 'c-1600x.webp', 'c-800x.jpg', 'c-800x.webp'
    }
}

Describe 'samples/runbook.ps1' {
    BeforeEach {
        New-Photo in
        $folders = @{ Path = "$TestDrive/in"; Destination = "$TestDrive/web"; Records = "$TestDrive/records" }
        $arguments = @('-Path', $folders.Path, '-Destination', $folders.Destination, '-Records', $folders.Records)
    }

    It 'ends with 0 where all is done, and does nothing twice' {
        Invoke-Runbook @arguments | Should -Be 0
        $outputs = Get-ChildItem "$TestDrive/web" -Recurse -File
        $outputs.Name | Sort-Object | Should -Be 'a-1600x.jpg', 'a-1600x.webp', 'a-800x.jpg', 'a-800x.webp', 'b-1600x.jpg', 'b-1600x.webp', 'b-800x.jpg', 'b-800x.webp'
        $before = $outputs.LastWriteTimeUtc
        Invoke-Runbook @arguments | Should -Be 0
        (Get-ChildItem "$TestDrive/web" -Recurse -File).LastWriteTimeUtc | Should -Be $before
        (Get-ChildItem "$TestDrive/records").Name | Sort-Object | Should -Be 'journal.jsonl', 'report.html', 'run.log', 'run.prom'
    }

    It 'ends with 1 where an image failed, and names it in the log' {
        Set-Content "$TestDrive/in/bad.jpg" 'no image'
        Invoke-Runbook @arguments | Should -Be 1
        Get-Content "$TestDrive/records/run.log" -Raw | Should -Match 'bad\.jpg'
    }

    It 'ends with 2 where the run cannot begin' {
        Set-Content "$TestDrive/records" 'a file where the folder should be'
        Invoke-Runbook @arguments | Should -Be 2
    }

    It 'ends with 1 where the folder of the images is missing' {
        Remove-Item "$TestDrive/in" -Recurse
        Invoke-Runbook @arguments | Should -Be 1
    }
}
