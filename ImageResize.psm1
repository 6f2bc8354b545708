# Glue only: the loader puts the module's assemblies and its native library into a load context of their own
# (src/ImageResize.Loader), and the cmdlets are imported from there.

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw "ImageResize cannot be imported into a session in $($ExecutionContext.SessionState.LanguageMode) mode: it brings libraries that it has to load apart from those of PowerShell, which only FullLanguage may do. Import it from a session in FullLanguage; where a policy of the machine sets the mode, sign the module or let the policy trust it."
}

# Below that, pwsh and this module may find no file left to open for a library, and say so in words that help nobody.
$fewestFiles = 256
if ($IsLinux -and [System.IO.File]::ReadAllText('/proc/self/limits') -match '(?m)^Max open files\s+(\d+)' -and [long]$Matches[1] -lt $fewestFiles) {
    throw "ImageResize cannot be imported: this process may open $($Matches[1]) files only, and needs $fewestFiles. Raise the limit before pwsh starts: ulimit -n 4096."
}

$loader = Join-Path $PSScriptRoot lib ImageResize.Loader.dll
if (-not (Test-Path -LiteralPath $loader)) {
    throw [System.IO.FileNotFoundException]::new("ImageResize is not built: '$loader' is missing. Run './build.ps1' in '$PSScriptRoot' first.")
}

$load = [System.Reflection.Assembly]::LoadFrom($loader).GetType('ImageResize.Loader.ModuleLoadContext', $true).GetMethod('Load')
try {
    $assemblies = $load.Invoke($null, @())
}
catch [System.Management.Automation.MethodInvocationException] {
    # Only the innermost text helps: it names the machine and the file.
    throw [System.PlatformNotSupportedException]::new($_.Exception.GetBaseException().Message, $_.Exception.GetBaseException())
}

$importModule = Get-Command -Name Import-Module -Module Microsoft.PowerShell.Core
$inner = foreach ($assembly in $assemblies) {
    & $importModule -Assembly $assembly -PassThru
}

# An assembly that is imported again (-Force, another runspace) exports nothing to this module
# (https://github.com/PowerShell/PowerShell/issues/20710): its cmdlets are added by hand.
$exported = $ExecutionContext.SessionState.Module.ExportedCmdlets
$add = [System.Management.Automation.PSModuleInfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
    if (-not $exported.ContainsKey($cmdlet.Name)) {
        $add.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
    }
}

# Times as TimeSpan and the like, for scripts: of a file of types the engine would look for the code before it is there.
Microsoft.PowerShell.Utility\Update-TypeData -TypeData ([ImageResize.Display.HiddenProperties]::All()) -Force
