@{
    RootModule           = 'ImageResize.MoreFormats.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '0c7f8f0e-3a55-4d0b-9a4e-6d7b1f2c9e31'
    Author               = 'The ImageResize authors'
    CompanyName          = 'The ImageResize authors'
    Copyright            = '(c) 2026 The ImageResize authors. MIT licence.'
    Description          = 'Lets ImageResize read HEIC, JPEG XL, JPEG 2000 and Photoshop files, and write JPEG XL. Works in child processes with limits, by Magick.NET.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    RequiredModules      = @(@{ ModuleName = 'ImageResize'; ModuleVersion = '0.1.0' })
    CmdletsToExport      = @()
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('Image', 'Resize', 'HEIC', 'HEIF', 'JXL', 'JPEG2000', 'PSD', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/ImageResize/ImageResize'
            LicenseUri   = 'https://github.com/ImageResize/ImageResize/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/ImageResize/ImageResize/blob/main/CHANGELOG.md'
        }
    }
}
