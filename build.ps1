<#
.SYNOPSIS
    Builds, tests or packages ImageResize.
.DESCRIPTION
    Build    compiles everything; afterwards Import-Module ./ImageResize.psd1 works.
    Test     runs the xunit tests, then the Pester tests where pwsh and Pester are there.
    Package  leaves the module as a folder and a zip file in out/.
    Runs in pwsh, and in the shell of this repository: dotnet run --project src/ImageResize.Shell -- build.ps1 -Task Package
#>
param(
    [ValidateSet('Build', 'Test', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot

# What a package has code compiled ahead of time for; elsewhere the module is compiled as it runs.
$precompiledRuntimes = 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'win-x64', 'osx-x64', 'osx-arm64'

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE) {
        throw "dotnet $args failed with exit code $LASTEXITCODE."
    }
}

function Invoke-PesterTest {
    $pwsh = Get-Command -Name pwsh -CommandType Application -ErrorAction Ignore
    if (-not $pwsh) {
        'Pester: skipped, there is no pwsh on this machine.'
        return
    }

    & pwsh -NoProfile -File "$root/tests/Pester/Invoke-PesterTests.ps1"
    if ($LASTEXITCODE) {
        throw "The Pester tests failed with exit code $LASTEXITCODE."
    }
}

function New-Package {
    $version = [regex]::Match([System.IO.File]::ReadAllText("$root/ImageResize.psd1"), "ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value
    $out = "$root/out"
    if ([System.IO.Directory]::Exists($out)) {
        [System.IO.Directory]::Delete($out, $true)
    }

    $module = "$out/ImageResize"
    foreach ($name in 'ImageResize.psd1', 'ImageResize.psm1', 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'README.md', 'CHANGELOG.md') {
        $null = [System.IO.Directory]::CreateDirectory($module)
        [System.IO.File]::Copy("$root/$name", "$module/$name")
    }

    foreach ($folder in 'lib', 'en-US') {
        foreach ($file in [System.IO.Directory]::GetFiles("$root/$folder", '*', 'AllDirectories')) {
            $target = [System.IO.Path]::Combine($module, [System.IO.Path]::GetRelativePath($root, $file))
            $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($target))
            [System.IO.File]::Copy($file, $target)
        }
    }

    [System.IO.Compression.ZipFile]::CreateFromDirectory($module, "$out/ImageResize.$version.zip", 'Optimal', $true)
    "Packaged $out/ImageResize.$version.zip"
}

switch ($Task) {
    'Build' {
        Invoke-Dotnet build "$root/ImageResize.sln" -c $Configuration
    }
    'Test' {
        Invoke-Dotnet test --solution "$root/ImageResize.sln" -c $Configuration
        Invoke-PesterTest
    }
    'Package' {
        Invoke-Dotnet build "$root/ImageResize.sln" -c Release
        foreach ($runtime in $precompiledRuntimes) {
            Invoke-Dotnet build "$root/src/ImageResize" -c Release "-p:PrecompileRuntime=$runtime"
        }
        New-Package
    }
}
