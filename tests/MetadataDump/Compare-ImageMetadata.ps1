#Requires -Version 7.6
<#
.SYNOPSIS
    Dumps the metadata of photos before and after Invoke-ImageResize with ExifTool, and tells what differs and why it may.
.DESCRIPTION
    Resizes every JPEG of a folder to half its size, in each format, through the built module in this pwsh, and compares all tags
    that ExifTool (a program of its own, in the PATH) finds in source and output. What differs is grouped by tag and format; Reasons.psd1
    beside this script says of which tags and in which formats that is right. Exit code 1 where a tag differs without a reason.
.EXAMPLE
    ./tests/MetadataDump/Compare-ImageMetadata.ps1 -Path ~/photos

    The table of docs/metadata.md, from photos of one's own.
.EXAMPLE
    ./tests/MetadataDump/Compare-ImageMetadata.ps1 -Path ~/photos -Format Jpeg -Size '' -Metadata NoLocation

    Where metadata alone change, so that pixels are copied.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [ValidateSet('Jpeg', 'Png', 'WebP', 'Tiff', 'Avif')]
    [string[]] $Format = @('Jpeg', 'Png', 'WebP', 'Tiff', 'Avif'),

    # Empty for no size: then -Metadata alone changes the files.
    [string] $Size = '50%',

    [ValidateSet('All', 'NoLocation')]
    [string] $Metadata = 'All'
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot .. .. ImageResize.psd1)
$reasons = Import-PowerShellDataFile (Join-Path $PSScriptRoot Reasons.psd1)
$work = Join-Path ([IO.Path]::GetTempPath()) "metadata-dump-$PID"

# The tags of each file of a folder, by the file's name without its extension: tag to its values, of which there may be several.
function Read-Dump([string] $Folder) {
    $json = exiftool -j -a -G1:4 -q -q -x System:all -x File:all -x ExifTool:all -x Composite:all $Folder
    $dump = @{}
    foreach ($file in ($json | ConvertFrom-Json -AsHashtable)) {
        $tags = @{}
        foreach ($pair in $file.GetEnumerator() | Where-Object Key -ne SourceFile) {
            $tags[$pair.Key -replace ':Copy\d+'] += @($pair.Value | ConvertTo-Json -Compress -Depth 9)
        }

        $dump[[IO.Path]::GetFileNameWithoutExtension($file.SourceFile)] = $tags
    }

    $dump
}

try {
    $sources = Join-Path $work in
    $null = New-Item -ItemType Directory $sources
    Get-ChildItem -LiteralPath $Path -File | Where-Object Extension -in .jpg, .jpeg | Copy-Item -Destination $sources
    $before = Read-Dump $sources
    $differences = foreach ($one in $Format) {
        $outputs = Join-Path $work $one
        $parameters = @{ Format = $one; Metadata = $Metadata; Destination = $outputs; OnLoss = 'Ignore'; ErrorAction = 'SilentlyContinue' }
        if ($Size) { $parameters.Size = $Size }
        $made = @(Get-ChildItem $sources | Invoke-ImageResize @parameters | Where-Object Status -ne Failed)
        Write-Host "$one`: $($made.Count) of $($before.Count) photos"
        $after = Read-Dump $outputs
        foreach ($name in $after.Keys) {
            $old = $before[$name]
            $new = $after[$name]
            foreach ($tag in @($old.Keys) + @($new.Keys) | Select-Object -Unique) {
                $was = @($old[$tag] | Sort-Object -Unique) -join ' and '
                $is = @($new[$tag] | Sort-Object -Unique) -join ' and '
                if ($was -ceq $is) { continue }
                $kind = if (-not $is) { 'missing' } elseif (-not $was) { 'new' } else { 'changed' }
                [pscustomobject]@{ Tag = $tag; Format = $one; Kind = $kind; Example = "$name`: $was -> $is" }
            }
        }
    }
}
finally {
    Remove-Item -Recurse -Force $work -ErrorAction Ignore
}

$table = foreach ($group in $differences | Group-Object Tag, Kind) {
    $tag, $kind = $group.Values
    $formats = @($group.Group.Format | Select-Object -Unique)
    $reason = $reasons.Reasons | Where-Object {
        $row = $_
        $tag -match "^(?:$($row.Tag))$" -and (-not $row.Metadata -or $row.Metadata -eq $Metadata) -and (-not $row.Kind -or $kind -in $row.Kind) -and -not ($formats | Where-Object { $row.Format -and $_ -notin $row.Format })
    } | Select-Object -First 1
    [pscustomobject]@{ Tag = $tag; Kind = $kind; Photos = $group.Count; Formats = $formats -join ' '; Why = $reason.Why; Example = $group.Group[0].Example }
}

$table | Sort-Object { -not $_.Why }, Why, Tag
$unexplained = @($table | Where-Object { -not $_.Why })
Write-Host "$(@($table).Count) tags differ, $($unexplained.Count) without a reason"
exit [int] ($unexplained.Count -gt 0)
