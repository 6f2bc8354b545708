#Requires -Version 7.6
<#
.SYNOPSIS
    Runs the Pester tests of this folder on the built module, in this pwsh.
.DESCRIPTION
    Takes the Pester that the restore of tests/ImageResize.Testing brings, whatever is installed. Exit code 1 when a test fails
    or none ran.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$manifest = dotnet msbuild (Join-Path $PSScriptRoot .. ImageResize.Testing) -restore -getProperty:PesterManifest
if ($LASTEXITCODE) {
    throw "Pester could not be restored: $manifest"
}

Import-Module $manifest
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
"$($result.PassedCount) passed, $($result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount) failed, $($result.SkippedCount) skipped"
exit [int] ($result.Result -ne 'Passed' -or -not $result.PassedCount)
