#Requires -Version 7.6
<#
.SYNOPSIS
    The main job in one minute, on photos made for the occasion.
.DESCRIPTION
    Builds the module first where it is not built yet, which needs the .NET 10 SDK. Without pwsh on the machine:
    dotnet tool exec -y PowerShell@7.6.9 -- samples/quickstart.ps1
.PARAMETER Count
    How many photos are made.
.PARAMETER Folder
    Where: a folder that is emptied first.
.EXAMPLE
    ./samples/quickstart.ps1 -Count 100
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 10000)]
    [int] $Count = 12,

    [string] $Folder = (Join-Path ([System.IO.Path]::GetTempPath()) imageresize-quickstart)
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot

# What a build leaves last.
if (-not (Test-Path (Join-Path $root lib precompiled))) {
    'Building the module, once ...'
    dotnet build (Join-Path $root src ImageResize) --configuration Release --verbosity quiet --nologo
    if ($LASTEXITCODE) {
        throw "The module could not be built; 'dotnet build' ended with exit code $LASTEXITCODE."
    }
}

Import-Module (Join-Path $root ImageResize.psd1)

Remove-Item $Folder -Recurse -ErrorAction Ignore
$null = New-Item $Folder -ItemType Directory

"Making $Count photos of 12 megapixels in $Folder ..."
1..$Count | ForEach-Object { [ImageResize.SamplePhoto]::Write("$Folder/photo-$_.jpg", 4000, 3000, $_) }

"`nGet-ChildItem $Folder/*.jpg | Invoke-ImageResize -Size 800,600"
Get-ChildItem "$Folder/*.jpg" | Invoke-ImageResize -Size 800,600

"`nGet-ImageInfo $Folder/resized/photo-1.jpg"
Get-ImageInfo "$Folder/resized/photo-1.jpg"

"`nThe originals are untouched; the small ones are in $Folder/resized."
