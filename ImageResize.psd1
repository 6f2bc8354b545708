@{
    RootModule           = 'ImageResize.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d0e9c1b-7c2e-4f7a-9d57-3a1f6b8e2c44'
    Author               = 'The ImageResize authors'
    CompanyName          = 'The ImageResize authors'
    Copyright            = '(c) 2026 The ImageResize authors. MIT licence.'
    Description          = 'Resizes images in bulk: fast, in parallel, without ever damaging or losing one.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('lib/ImageResize.Format.ps1xml')
    CmdletsToExport      = @('Invoke-ImageResize', 'Watch-ImageFolder', 'Measure-ImageResize', 'Get-ImageInfo', 'Merge-ImageResizeSummary', 'Export-ImageResizeReport')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('Image', 'Resize', 'Thumbnail', 'JPEG', 'PNG', 'WebP', 'AVIF', 'Batch', 'Photo', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/ImageResize/ImageResize'
            LicenseUri   = 'https://github.com/ImageResize/ImageResize/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/ImageResize/ImageResize/blob/main/CHANGELOG.md'
        }
    }
}
