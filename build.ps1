#Requires -Version 7.6
<#
.SYNOPSIS
    Builds, tests or packages ImageResize.
.DESCRIPTION
    Needs the .NET 10 SDK and nothing else; without pwsh on the machine:
    dotnet tool exec -y PowerShell@7.6.9 -- build.ps1 -Task Test
.PARAMETER Task
    Build    compiles everything; afterwards Import-Module ./ImageResize.psd1 works.
    Test     runs the xunit tests in the debug build, whose assertions they check too, then leaves the module as Build does
             and runs the Pester tests on that. Ends with one line of the passed, failed and skipped of both.
    Package  leaves each of the two modules in out/ as a folder and as a package (.nupkg) for Publish-PSResource or Install-PSResource.
             The same commit gives the same packages, byte for byte, in whatever folder.
    Fuzz     puts damaged files into every parser of our own, each in a process of its own, and ends with a table; what breaks a
             promise (an exception that is not the parser's, an access out of bounds, too much time or memory) is saved in
             out/fuzz-findings. The same -Seed gives the same inputs.
.PARAMETER Configuration
    Of what Build compiles and Test leaves. Both have code compiled ahead of time.
.PARAMETER Minutes
    How long Fuzz takes, all parsers together.
.PARAMETER Seed
    Of the inputs that Fuzz makes.
.EXAMPLE
    ./build.ps1 -Task Fuzz -Minutes 30 -Seed 7
.EXAMPLE
    ./build.ps1
    Import-Module ./ImageResize.psd1
.EXAMPLE
    ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Fuzz')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [ValidateRange(1, 10000)]
    [int] $Minutes = 10,

    [int] $Seed = 1
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$solution = Join-Path $PSScriptRoot ImageResize.sln
$module = Join-Path $PSScriptRoot src ImageResize
$moreFormats = Join-Path $PSScriptRoot src ImageResize.MoreFormats
$out = Join-Path $PSScriptRoot out

# What a package has code compiled ahead of time for; elsewhere the module is compiled as it runs.
$precompiledRuntimes = 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'win-x64', 'osx-x64', 'osx-arm64'

# What the module has libvips for: what README names.
$runtimes = $precompiledRuntimes + 'linux-musl-arm64', 'win-arm64'

# What the second module has decoders for.
$magickRuntimes = 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64', 'win-x64', 'win-arm64', 'osx-arm64'

function Invoke-Dotnet {
    dotnet @args
    if ($LASTEXITCODE) {
        throw "dotnet $args failed with exit code $LASTEXITCODE."
    }
}

# Counts of tests, taken from the lines that tell them; a run can fail without a failed test: a process that crashed, or one that
# found none.
function New-TestCount([string] $Kind, [int] $ExitCode, [hashtable] $Count) {
    $passed, $failed, $skipped = 'passed', 'failed', 'skipped' | ForEach-Object { [int] $Count[$_] }
    if (($ExitCode -or -not $passed) -and -not $failed) {
        $failed = 1
    }
    [pscustomobject]@{ Kind = $Kind; Passed = $passed; Failed = $failed; Skipped = $skipped }
}

# The tests of the solution, one project after the other: some would not stand another's load.
function Invoke-UnitTest {
    $env:DOTNET_CLI_UI_LANGUAGE = 'en'
    dotnet test --solution $solution --no-build --configuration Debug --max-parallel-test-modules 1 | Tee-Object -Variable lines | Out-Host
    $exitCode = $LASTEXITCODE
    $count = @{}
    $lines | Select-String '^\s*(succeeded|failed|skipped): (\d+)$' | ForEach-Object {
        $count[$_.Matches[0].Groups[1].Value.Replace('succeeded', 'passed')] = $_.Matches[0].Groups[2].Value
    }
    New-TestCount xunit $exitCode $count
}

# The Pester tests in a pwsh of their own, like this one, that no profile has touched.
function Invoke-PesterTest {
    $pwsh = [System.Environment]::ProcessPath
    $start = (Split-Path $pwsh -LeafBase) -eq 'dotnet' ? @(Join-Path $PSHOME pwsh.dll) : @()
    & $pwsh @start -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot tests Pester Invoke-PesterTests.ps1) | Tee-Object -Variable lines | Out-Host
    $exitCode = $LASTEXITCODE
    $count = @{}
    $lines | Select-String '(\d+) (passed|failed|skipped)' -AllMatches | Select-Object -Last 1 | ForEach-Object Matches | ForEach-Object {
        $count[$_.Groups[2].Value] = $_.Groups[1].Value
    }
    New-TestCount Pester $exitCode $count
}

# One parser after the other for its share of the time. A process that ends without its figures has crashed: that is a finding, and the
# same seed comes to it again.
function Invoke-Fuzz {
    $findings = Join-Path $out fuzz-findings
    $null = New-Item $out -ItemType Directory -Force
    $readers = 'bmp', 'tga', 'pnm', 'ico', 'raw', 'heic', 'jxl', 'jp2', 'psd', 'metadata', 'rewriters', 'journal'
    $runs = @(
        @{ Project = 'Jpeg.Fuzz'; Name = 'jpeg-codec'; Arguments = @() }
        @{ Project = 'Png.Fuzz'; Name = 'png-codec'; Arguments = @() }
        @{ Project = 'Tiff.Fuzz'; Name = 'tiff-reader'; Arguments = @() }
        @{ Project = 'WebP.Fuzz'; Name = 'webp-codec'; Arguments = @() }
        $readers | ForEach-Object { @{ Project = 'Hostile'; Name = $_; Arguments = 'readers', '--only', $_ } }
    )
    $seconds = [Math]::Max(1, [int] (60 * $Minutes / $runs.Count))
    foreach ($run in $runs) {
        $program = Join-Path $PSScriptRoot tests "ImageResize.$($run.Project)" bin Release net10.0 "ImageResize.$($run.Project).dll"
        $summary = New-TemporaryFile
        $arguments = $run.Arguments + @('--count', 1000000000, '--seconds', $seconds, '--seed', $Seed, '--save', $findings, '--summary', $summary)
        dotnet $program @arguments | Out-Host
        $exitCode = $LASTEXITCODE
        $figures = Get-Content $summary | ConvertFrom-Json
        Remove-Item $summary
        [pscustomobject]@{
            Parser = $run.Name
            Inputs = $figures ? $figures.Inputs : $null
            Findings = $figures ? $figures.Findings : "crashed ($exitCode)"
            SlowestMs = $figures ? [Math]::Round($figures.SlowestMilliseconds, 1) : $null
            PeakMB = $figures ? [int] ($figures.PeakBytes / 1MB) : $null
        }
    }
}

# Both modules, each as a folder and as a package. Built in a folder of its own, so that what is imported from the checkout stays.
function New-Package {
    . (Join-Path $PSScriptRoot build ModulePackage.ps1)
    Remove-Item $out -Recurse -Force -ErrorAction Ignore
    $stage = Join-Path $out stage
    # Nothing in them tells where or by whom they were built, so that nothing but the files decides the bytes.
    $common = '--configuration', 'Release', '-p:DebugType=none', '-p:ContinuousIntegrationBuild=true', "-p:PathMap=$PSScriptRoot=/_", '--artifacts-path', (Join-Path $out artifacts)
    $first = $common + '-p:Precompile=true', "-p:ModuleLibraryDirectory=$(Join-Path $stage lib)/", "-p:PrecompileRuntimes=$($precompiledRuntimes -join '+')"
    # Compiled once, then ahead of time for each runtime, as many at a time as there are processors.
    Invoke-Dotnet build $module @first '-p:PrecompileStaged=false'
    Invoke-Dotnet build $module @first --no-restore --target:PrecompileForAll -m
    Invoke-Dotnet build $moreFormats @common "-p:FurtherLibraryDirectory=$(Join-Path $stage MoreFormats lib)/" "-p:MagickRuntimes=$($magickRuntimes -join '+')"

    Copy-Item (Join-Path $PSScriptRoot ImageResize.ps?1), (Join-Path $PSScriptRoot LICENSE), (Join-Path $PSScriptRoot *.md), (Join-Path $PSScriptRoot en-US), (Join-Path $PSScriptRoot docs), (Join-Path $PSScriptRoot samples), (Join-Path $PSScriptRoot deploy) $stage -Recurse
    Copy-Item (Join-Path $PSScriptRoot MoreFormats *.ps?1), (Join-Path $PSScriptRoot MoreFormats *.md), (Join-Path $PSScriptRoot LICENSE) (Join-Path $stage MoreFormats)
    # libvips comes for more systems than the module is for.
    Get-ChildItem (Join-Path $stage lib runtimes) | Where-Object Name -NotIn $runtimes | Remove-Item -Recurse

    New-ModuleFolder $stage (Get-ChildItem $stage -Exclude MoreFormats | ForEach-Object Name) (Join-Path $out ImageResize)
    New-ModuleFolder (Join-Path $stage MoreFormats) (Get-ChildItem (Join-Path $stage MoreFormats) | ForEach-Object Name) (Join-Path $out ImageResize.MoreFormats)
    Remove-Item $stage, (Join-Path $out artifacts) -Recurse -Force
    foreach ($name in 'ImageResize', 'ImageResize.MoreFormats') {
        $package = New-ModulePackage (Join-Path $out $name) $out
        $length = (Get-ChildItem (Join-Path $out $name) -Recurse -File | Measure-Object Length -Sum).Sum
        '{0}: {1:n1} MB, unpacked {2:n1} MB, SHA-256 {3}' -f $package.FullName, ($package.Length / 1MB), ($length / 1MB), (Get-FileHash $package).Hash.ToLowerInvariant()
    }
}

switch ($Task) {
    'Build' {
        Invoke-Dotnet build $solution --configuration $Configuration
    }
    'Test' {
        Invoke-Dotnet build $solution --configuration Debug
        $tests = @(Invoke-UnitTest)
        Invoke-Dotnet build $module --configuration $Configuration
        $tests += Invoke-PesterTest
        $tests | ForEach-Object { "$($_.Kind): $($_.Passed) passed, $($_.Failed) failed, $($_.Skipped) skipped" }
        $passed, $failed, $skipped = 'Passed', 'Failed', 'Skipped' | ForEach-Object { ($tests | Measure-Object $_ -Sum).Sum }
        "$passed passed, $failed failed, $skipped skipped"
        exit [int] ($failed -gt 0)
    }
    'Fuzz' {
        'Jpeg.Fuzz', 'Png.Fuzz', 'Tiff.Fuzz', 'WebP.Fuzz', 'Hostile' | ForEach-Object {
            Invoke-Dotnet build (Join-Path $PSScriptRoot tests "ImageResize.$_") --configuration Release
        }
        $table = @(Invoke-Fuzz)
        $table | Format-Table | Out-Host
        exit [int] (@($table | Where-Object { $_.Findings -ne 0 }).Count -gt 0)
    }
    'Package' {
        New-Package
    }
}
