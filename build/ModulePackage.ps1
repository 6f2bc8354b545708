# What build.ps1 makes packages with: a module's folder, and of it the .nupkg that a PowerShell repository takes.

# The folder of a module: what is named of a source folder, without what only builds and debuggers need.
function New-ModuleFolder([string] $Source, [string[]] $Item, [string] $Destination) {
    $null = New-Item $Destination -ItemType Directory -Force
    foreach ($name in $Item) {
        Copy-Item (Join-Path $Source $name) (Join-Path $Destination $name) -Recurse
    }
    # IntelliSense's files are of no use to a module.
    Get-ChildItem (Join-Path $Destination lib) -Recurse -File -Include *.pdb, *.xml | Remove-Item
}

# The package of a module's folder, by PSResourceGet, as the Gallery has them. Returns its file.
function New-ModulePackage([string] $Folder, [string] $Destination) {
    Import-Module Microsoft.PowerShell.PSResourceGet
    # Which modules a package needs is for who installs it: the first module need not be here to pack the second.
    Compress-PSResource -Path $Folder -DestinationPath $Destination -SkipModuleManifestValidate
    $package = Get-Item (Join-Path $Destination "$(Split-Path $Folder -Leaf).[0-9]*.nupkg")
    Set-PackageOrder $package
    $package
}

# The same files give the same package, byte for byte: entries in order, all of one time, and nothing by chance or of this machine.
function Set-PackageOrder([IO.FileInfo] $Package) {
    $ordered = "$($Package.FullName).ordered"
    $source = [IO.Compression.ZipFile]::OpenRead($Package.FullName)
    $target = [IO.Compression.ZipFile]::Open($ordered, 'Create')
    try {
        $names = [string[]] $source.Entries.FullName
        [Array]::Sort($names, [StringComparer]::Ordinal)
        # The file of properties is called by a random number, and that stands in the list of relations.
        $random = $names -like '*.psmdcp' | Split-Path -LeafBase
        foreach ($name in $names) {
            $entry = $target.CreateEntry($name.Replace($random, 'properties'), 'Optimal')
            $entry.LastWriteTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
            $entry.ExternalAttributes = 0
            $from = $source.GetEntry($name).Open()
            $to = $entry.Open()
            try {
                if ($name -match '(^_rels/\.rels|^\[Content_Types\]\.xml|\.psmdcp)$') {
                    $text = Get-OrderedPart $name ([IO.StreamReader]::new($from).ReadToEnd().Replace($random, 'properties'))
                    $to.Write([Text.Encoding]::UTF8.GetBytes($text))
                }
                else {
                    $from.CopyTo($to)
                }
            }
            finally {
                $to.Dispose()
                $from.Dispose()
            }
        }
    }
    finally {
        $target.Dispose()
        $source.Dispose()
    }
    Move-Item $ordered $Package.FullName -Force
}

# A part of a package as it always is: types and relations in order, these with counted ids, and not by whom it was made where.
function Get-OrderedPart([string] $Name, [string] $Text) {
    $part = [xml] $Text
    if ($Name -like '*.psmdcp') {
        $part.SelectNodes('//*[local-name()="lastModifiedBy"]') | ForEach-Object { $null = $_.ParentNode.RemoveChild($_) }
    }
    else {
        $root = $part.DocumentElement
        $rows = @($root.ChildNodes | Sort-Object { $_.LocalName }, { $_.GetAttribute('Extension') }, { $_.GetAttribute('PartName') }, { $_.GetAttribute('Type') } -Culture '')
        $number = 0
        foreach ($row in $rows) {
            $null = $root.AppendChild($root.RemoveChild($row))
            if ($row.HasAttribute('Id')) {
                $row.SetAttribute('Id', "R$((++$number))")
            }
        }
    }
    $part.OuterXml
}
