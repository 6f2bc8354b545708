#Requires -Version 7.6
<#
.SYNOPSIS
    Installs the packages as a user would, and tries what was installed.
.DESCRIPTION
    Takes out/*.nupkg, as ./build.ps1 -Task Package leaves them, as a repository of this machine: Install-PSResource puts the second
    module, and by it the first, into an empty home, and a fresh pwsh imports them by name and resizes. Nothing of the
    user's own modules or repositories is touched. Fails with an exit code of 1 at the first thing that is not as it should be.
.PARAMETER Package
    The folder of the packages.
.EXAMPLE
    ./build.ps1 -Task Package; ./tests/integration/Test-Package.ps1
#>
[CmdletBinding()]
param(
    [string] $Package = (Join-Path $PSScriptRoot .. .. out)
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$Package = (Resolve-Path $Package).ProviderPath

function Assert-True([bool] $Condition, [string] $Text) {
    if (-not $Condition) {
        throw "Not so: $Text."
    }
    "ok  $Text"
}

# A pwsh like this one, whose home is an empty folder, so that it has no profile, no module and no repository but what comes here.
function Invoke-FreshPwsh([string] $Script) {
    $pwsh = [Environment]::ProcessPath
    $start = (Split-Path $pwsh -LeafBase) -eq 'dotnet' ? @(Join-Path $PSHOME pwsh.dll) : @()
    $lines = & $pwsh @start -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $Script"
    if ($LASTEXITCODE) {
        throw "A fresh pwsh ended with $LASTEXITCODE; what it says stands above."
    }
    $lines
}

$root = Join-Path ([IO.Path]::GetTempPath()) "imageresize-package-$([guid]::NewGuid())"
$kept = @{}
try {
    $null = New-Item $root -ItemType Directory
    foreach ($name in 'HOME', 'USERPROFILE', 'LOCALAPPDATA', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'PSModulePath') {
        $kept[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $name -eq 'PSModulePath' ? '' : (Join-Path $root $name))
        $null = New-Item (Join-Path $root $name) -ItemType Directory
    }

    $modules = Join-Path $root modules
    $null = New-Item $modules -ItemType Directory
    Invoke-FreshPwsh "Register-PSResourceRepository -Name Packages -Uri '$Package' -Trusted; Save-PSResource ImageResize.MoreFormats -Repository Packages -Path '$modules' -TrustRepository"
    $installed = Get-ChildItem $modules -Directory
    Assert-True (-not (Compare-Object $installed.Name ImageResize, ImageResize.MoreFormats)) 'the second module brings the first'
    $first = Get-ChildItem (Join-Path $modules ImageResize) -Directory
    Assert-True (@($first).Count -eq 1 -and (Test-Path (Join-Path $first ImageResize.psd1))) "it lies in a folder of its version, $($first.Name)"
    Assert-True (-not (Get-ChildItem $modules -Recurse -Include *.pdb, *.nupkg)) 'there is nothing for debuggers in it'
    $linked = [regex]::Matches((Get-Content (Join-Path $first README.md) -Raw), '\]\(([^)#:]+)(#[^)]*)?\)').ForEach{ $_.Groups[1].Value } | Sort-Object -Unique
    $missing = $linked | Where-Object { -not (Test-Path (Join-Path $first $_)) }
    Assert-True (-not $missing) "README's $(@($linked).Count) links to files lead somewhere$($missing ? ", but for $missing" : '')"

    $env:PSModulePath = $modules
    $env:IMAGERESIZE_TEST = $root
    Invoke-FreshPwsh @'
Import-Module ImageResize
$core = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'ImageResize.Core' }
"ok  imported by name: ImageResize $((Get-Module ImageResize).Version), code of $(Split-Path (Split-Path $core.Location) -Leaf)"
$folder = Join-Path $env:IMAGERESIZE_TEST pictures
$null = New-Item $folder -ItemType Directory
# A picture without any other tool: a PPM of 640x480.
$bytes = [byte[]]::new(15 + 640 * 480 * 3)
[Text.Encoding]::ASCII.GetBytes("P6`n640 480`n255`n").CopyTo($bytes, 0)
for ($i = 15; $i -lt $bytes.Length; $i++) { $bytes[$i] = ($i * 7) % 251 }
[IO.File]::WriteAllBytes((Join-Path $folder picture.ppm), $bytes)
foreach ($format in 'jpeg', 'png', 'webp', 'avif', 'gif', 'tiff') {
    $result = Get-ChildItem (Join-Path $folder picture.ppm) | Invoke-ImageResize -Size 320,200 -Format $format -InformationAction Ignore
    if ($result.Status -ne 'Resized' -or $result.Width -ne 267 -or $result.Height -ne 200) { throw "to ${format}: $($result | Format-List | Out-String)" }
    $again = Get-ChildItem $result.FullName | Invoke-ImageResize -Size 100 -Destination (Join-Path $folder again) -InformationAction Ignore
    if ($again.Status -ne 'Resized' -or $again.Width -ne 100) { throw "from ${format}: $($again | Format-List | Out-String)" }
}
'ok  JPEG, PNG, WebP, AVIF, GIF and TIFF are written and read'
$jpeg = Join-Path $folder resized picture.jpg
$isolated = Get-ChildItem (Join-Path $folder resized picture.webp) | Invoke-ImageResize -Size 50 -Format png -Destination (Join-Path $folder apart) -Isolation Process -InformationAction Ignore
if ($isolated.Status -ne 'Resized') { throw 'child processes' }
'ok  a child process decodes'
if ("$((Get-Help Invoke-ImageResize -Parameter Size).description.Text)" -notmatch 'pixel') { throw 'no help' }
'ok  help is there'
Import-Module ImageResize.MoreFormats
"ok  imported by name: ImageResize.MoreFormats $((Get-Module ImageResize.MoreFormats).Version)"
# A Photoshop file of 4x3 red pixels, by hand.
$psd = [Collections.Generic.List[byte]]::new()
$psd.AddRange([byte[]] (0x38, 0x42, 0x50, 0x53, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 4, 0, 8, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
$psd.AddRange([byte[]] ((@(255) * 12) + (@(0) * 24)))
[IO.File]::WriteAllBytes((Join-Path $folder red.psd), $psd.ToArray())
$read = Get-ChildItem (Join-Path $folder red.psd) | Invoke-ImageResize -Size 2 -Format png -InformationAction Ignore
if ($read.Status -ne 'Resized' -or $read.Width -ne 2) { throw "a Photoshop file: $($read | Format-List | Out-String)" }
'ok  a Photoshop file is read'
'@
    "All is well with the packages in $Package."
}
finally {
    $kept.Keys | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $kept[$_]) }
    $env:IMAGERESIZE_TEST = $null
    Remove-Item $root -Recurse -Force -ErrorAction Ignore
}
