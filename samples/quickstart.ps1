# The main job in one minute, on images made for the occasion. Run it in pwsh 7.6, or without one:
#   dotnet run --project src/ImageResize.Shell -- samples/quickstart.ps1
param(
    # How many photos are made.
    [int] $Count = 12,

    # Where: a folder that is emptied first.
    [string] $Folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), 'imageresize-quickstart')
)

$ErrorActionPreference = 'Stop'
Import-Module ([System.IO.Path]::Combine($PSScriptRoot, '..', 'ImageResize.psd1'))

if ([System.IO.Directory]::Exists($Folder)) {
    [System.IO.Directory]::Delete($Folder, $true)
}
$null = [System.IO.Directory]::CreateDirectory($Folder)

"Making $Count photos of 12 megapixels in $Folder ..."
foreach ($number in 1..$Count) {
    [ImageResize.SamplePhoto]::Write("$Folder/photo-$number.jpg", 4000, 3000, $number)
}

''
"Get-ChildItem $Folder/*.jpg | Invoke-ImageResize -Size 800,600"
Get-ChildItem "$Folder/*.jpg" | Invoke-ImageResize -Size 800,600

''
"Get-ImageInfo $Folder/resized/photo-1.jpg"
Get-ImageInfo "$Folder/resized/photo-1.jpg"

''
"The originals are untouched; the small ones are in $Folder/resized."
