#Requires -Version 7.6
<#
.SYNOPSIS
    Makes the pictures of docs/features.md, each by the command that stands beside it there.
.DESCRIPTION
    Draws a landscape, a scan of it on white paper, a logo and a night sky, and runs each feature on them. The module must be built.
.PARAMETER Destination
    The folder for the pictures; what is there under their names is replaced.
.EXAMPLE
    ./samples/feature-pictures.ps1
#>
[CmdletBinding()]
param(
    [string] $Destination = (Join-Path (Split-Path $PSScriptRoot) docs pictures)
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path (Split-Path $PSScriptRoot) ImageResize.psd1)

# Pictures are drawn as PPM: a line of text, then red, green and blue of each pixel.
Add-Type -TypeDefinition @'
using System;
using System.IO;
using System.Text;

public static class Scene
{
    public static void Landscape(string path, int width, int height)
    {
        Draw(path, width, height, (x, y) =>
        {
            double far = 0.62 + 0.07 * Math.Sin(5 * x + 1), near = 0.78 + 0.05 * Math.Sin(3 * x + 4);
            bool house = x > 0.74 && x < 0.84 && y > 0.60 && y < 0.76, roof = y > 0.50 && y <= 0.60 && Math.Abs(x - 0.79) < (y - 0.50) * 0.75;
            bool window = x > 0.775 && x < 0.805 && y > 0.64 && y < 0.70;
            bool fence = y > 0.80 && y < 0.90 && (Math.Abs(x * 60 - Math.Round(x * 60)) < 0.12 || Math.Abs(y - 0.84) < 0.006);
            if (window) return 0xffe88a;
            if (house) return 0xd9402e;
            if (roof) return 0x5a2b20;
            if (fence) return 0xf4efe2;
            if (y > near) return Mix(0x5f9e3a, 0x3f7d2a, (y - near) / (1 - near));
            if (y > far) return Mix(0x7fb069, 0x5d9150, (y - far) / (1 - far));
            double sun = Math.Sqrt(Math.Pow((x - 0.22) * 1.5, 2) + Math.Pow(y - 0.25, 2));
            return sun < 0.09 ? 0xfff3b0 : Mix(Mix(0x5aa9e6, 0xd8ecf8, y / 0.7), 0xfff3b0, Math.Max(0, 0.5 - 2 * (sun - 0.09)));
        });
    }

    public static void Night(string path, int width, int height)
    {
        var random = new Random(7);
        var stars = new bool[width * height];
        for (int i = 0; i < stars.Length / 200; i++)
            stars[random.Next(stars.Length)] = true;
        Draw(path, width, height, (x, y) => stars[(int)(y * height) * width + (int)(x * width)] ? 0xffffff : Mix(0x050818, 0x182040, y));
    }

    private static void Draw(string path, int width, int height, Func<double, double, int> colorAt)
    {
        using var file = new BufferedStream(File.Create(path));
        file.Write(Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n"));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int color = colorAt((x + 0.5) / width, (y + 0.5) / height);
                file.WriteByte((byte)(color >> 16));
                file.WriteByte((byte)(color >> 8));
                file.WriteByte((byte)color);
            }
        }
    }

    private static int Mix(int from, int to, double share)
    {
        share = Math.Clamp(share, 0, 1);
        int Part(int shift) => (int)Math.Round((from >> shift & 255) + ((to >> shift & 255) - (from >> shift & 255)) * share) << shift;
        return Part(16) | Part(8) | Part(0);
    }
}
'@

$work = Join-Path ([System.IO.Path]::GetTempPath()) imageresize-pictures
Remove-Item $work -Recurse -ErrorAction Ignore
$null = New-Item $work, $Destination -ItemType Directory -Force
Push-Location $work
try {
    [Scene]::Landscape("$work/scene.ppm", 1200, 800)
    [Scene]::Night("$work/night.ppm", 1200, 800)
    Invoke-ImageResize *.ppm -Format jpeg -Quality 95 -Destination . -InformationAction Ignore | Out-Null
    Invoke-ImageResize scene.jpg -Size 240 -Border 60,white -Format png -Destination scan -InformationAction Ignore | Out-Null
    Move-Item scan/scene.png scan.png

    # A name, and the parameters that make the picture.
    $features = [ordered] @{
        'scene.jpg: before'    = @{ Size = '240x' }
        'scene.jpg: fill'      = @{ Size = '160x160'; Mode = 'Fill' }
        'scene.jpg: point'     = @{ Size = '160x160'; Mode = 'Fill'; Position = '0.79,0.6' }
        'scene.jpg: attention' = @{ Size = '160x160'; Mode = 'Fill'; Position = 'Attention' }
        'scene.jpg: pad'       = @{ Size = '160x160'; Mode = 'Pad'; Background = 'navy' }
        'scene.jpg: sharpen'   = @{ Size = '240x'; Sharpen = 60 }
        'night.jpg: night'     = @{ Size = '240x' }
        'night.jpg: linear'    = @{ Size = '240x'; LinearLight = $true }
        'scan.png: scan'       = @{ Quality = 80; Format = 'jpeg' }
        'scan.png: trim'       = @{ AutoTrim = $true; Format = 'jpeg' }
        'scene.jpg: rotate'    = @{ Size = '240x'; Rotate = 5; Background = 'white' }
        'scene.jpg: flip'      = @{ Size = '240x'; Flip = 'Horizontal' }
        'scene.jpg: grayscale' = @{ Size = '240x'; Grayscale = $true }
        'scene.jpg: blur'      = @{ Size = '240x'; Blur = 3 }
        'scene.jpg: border'    = @{ Size = '240x'; Border = '8,#5a2b20' }
        'scene.jpg: watermark' = @{ Size = '240x'; Watermark = @{ Text = '© 2026 Example'; Position = 'TopRight'; Margin = 8; Scale = 0.5 } }
        'scene.jpg: tile'      = @{ Size = '240x'; Watermark = @{ Text = 'DRAFT'; Tile = $true; Opacity = 0.35; Scale = 0.2 } }
    }
    foreach ($feature in $features.Keys) {
        $source, $name = $feature -split ': '
        $parameters = $features[$feature]
        $made = Invoke-ImageResize $source @parameters -Destination "$work/$name" -InformationAction Ignore
        Move-Item $made.FullName (Join-Path $Destination "$name.jpg") -Force
    }
    Get-ChildItem $Destination
}
finally {
    Pop-Location
    Remove-Item $work -Recurse -ErrorAction Ignore
}
