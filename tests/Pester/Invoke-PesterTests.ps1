# Runs the Pester tests; exit code 1 when one fails, 0 with a word where Pester is not installed.
$pester = Get-Module -Name Pester -ListAvailable | Where-Object Version -GE '5.0' | Sort-Object Version -Descending | Select-Object -First 1
if (-not $pester) {
    'Pester: skipped, version 5 or 6 is not installed (Install-PSResource Pester).'
    exit 0
}

Import-Module -Name Pester -RequiredVersion $pester.Version
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
"Pester $($pester.Version): $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
exit [int]($result.Result -ne 'Passed')
