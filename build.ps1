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
    Package  leaves the module as a folder and a zip file in out/.
.PARAMETER Configuration
    Of what Build compiles and Test leaves. Both have code compiled ahead of time.
.EXAMPLE
    ./build.ps1
    Import-Module ./ImageResize.psd1
.EXAMPLE
    ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$solution = Join-Path $PSScriptRoot ImageResize.sln
$module = Join-Path $PSScriptRoot src ImageResize
$out = Join-Path $PSScriptRoot out

# What a package has code compiled ahead of time for; elsewhere the module is compiled as it runs.
$precompiledRuntimes = 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'win-x64', 'osx-x64', 'osx-arm64'

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

function New-Package {
    Remove-Item $out -Recurse -ErrorAction Ignore
    $folder = New-Item (Join-Path $out ImageResize) -ItemType Directory
    'ImageResize.psd1', 'ImageResize.psm1', 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'README.md', 'CHANGELOG.md', 'lib', 'en-US' |
        ForEach-Object { Copy-Item (Join-Path $PSScriptRoot $_) $folder -Recurse }
    $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot ImageResize.psd1)).ModuleVersion
    $archive = Join-Path $out "ImageResize.$version.zip"
    Compress-Archive $folder $archive
    "Packaged $archive"
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
    'Package' {
        foreach ($runtime in $precompiledRuntimes) {
            Invoke-Dotnet build $module --configuration Release "-p:PrecompileRuntime=$runtime"
        }
        New-Package
    }
}
