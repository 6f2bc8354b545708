# Glue only: the assembly goes where those of ImageResize are, and registers its formats there. The decoders themselves are never
# loaded into this process.

$assembly = Join-Path $PSScriptRoot lib ImageResize.MoreFormats.dll
if (-not (Test-Path -LiteralPath $assembly)) {
    throw [System.IO.FileNotFoundException]::new("ImageResize.MoreFormats is not built: '$assembly' is missing. Run './build.ps1' in the folder above first.")
}

$start = [ImageResize.Loader.ModuleLoadContext]::LoadFurther($assembly).GetType('ImageResize.MoreFormats.ModuleStart', $true)
try {
    $null = $start.GetMethod('Run').Invoke($null, @())
}
catch [System.Management.Automation.MethodInvocationException] {
    throw $_.Exception.GetBaseException()
}

$ExecutionContext.SessionState.Module.OnRemove = { $null = $start.GetMethod('Stop').Invoke($null, @()) }.GetNewClosure()
