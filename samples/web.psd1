# What outputs for a web page shall be: $web = Import-PowerShellDataFile web.psd1; Invoke-ImageResize photos @web
@{
    Size     = '1600x', '800x'
    Format   = 'WebP', 'Jpeg'
    Quality  = 80
    Metadata = 'NoLocation'
}
