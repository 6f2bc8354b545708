#Requires -Version 7.6
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../../ImageResize.psd1"
    $photos = New-Item "$TestDrive/photos" -ItemType Directory
    $null = New-Item "$photos/below" -ItemType Directory
    [ImageResize.SamplePhoto]::Write("$photos/wide.jpg", 400, 300, 1)
    [ImageResize.SamplePhoto]::Write("$photos/tall.jpg", 300, 500, 2)
    [ImageResize.SamplePhoto]::Write("$photos/odd[1].jpg", 120, 80, 3)
    [ImageResize.SamplePhoto]::Write("$photos/below/deep.jpg", 200, 100, 4)

    # One transparent pixel, written by hand: signature, IHDR, IDAT, IEND.
    [System.IO.File]::WriteAllBytes("$photos/dot.png", [Convert]::FromBase64String(
            'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='))
    Set-Content "$TestDrive/text.jpg" 'This is no image.'
    $null = New-Item "$TestDrive/empty.jpg" -ItemType File
}

Describe 'Get-ImageInfo' {
    It 'tells format, size and length of a JPEG' {
        $info = Get-ImageInfo "$photos/wide.jpg"
        $info | Should -BeOfType 'ImageResize.ImageInfo'
        $info.Format | Should -Be 'Jpeg'
        $info.Width | Should -Be 400
        $info.Height | Should -Be 300
        $info.Megapixels | Should -Be 0.12
        $info.Orientation | Should -Be 1
        $info.HasAlpha | Should -BeFalse
        $info.Length | Should -Be (Get-Item "$photos/wide.jpg").Length
        $info.FullName | Should -Be (Get-Item "$photos/wide.jpg").FullName
    }

    It 'tells the alpha channel of a PNG' {
        $info = Get-ImageInfo "$photos/dot.png"
        $info.Format | Should -Be 'Png'
        $info.Width, $info.Height | Should -Be 1, 1
        $info.HasAlpha | Should -BeTrue
    }

    It 'tells the format by content, not by extension' {
        Copy-Item "$photos/dot.png" "$TestDrive/called.jpg"
        (Get-ImageInfo "$TestDrive/called.jpg").Format | Should -Be 'Png'
    }

    It 'takes what Get-ChildItem gives' {
        $names = (Get-ChildItem $photos -File | Get-ImageInfo).Name | Sort-Object
        $names | Should -Be ((Get-ChildItem $photos -File).Name | Sort-Object)
    }

    It 'takes a folder, and its subfolders with -Recurse' {
        (Get-ImageInfo $photos).Name | Should -Not -Contain 'deep.jpg'
        (Get-ImageInfo $photos -Recurse).Name | Should -Contain 'deep.jpg'
    }

    It 'takes wildcards, -Include and -Exclude' {
        (Get-ImageInfo "$photos/*a*.jpg").Name | Should -Be 'tall.jpg'
        (Get-ImageInfo $photos -Include *.png).Name | Should -Be 'dot.png'
        (Get-ImageInfo $photos -Exclude *.jpg).Name | Should -Be 'dot.png'
    }

    It 'takes names with brackets literally' {
        (Get-ImageInfo -LiteralPath "$photos/odd[1].jpg").Width | Should -Be 120
        (Get-Item -LiteralPath "$photos/odd[1].jpg" | Get-ImageInfo).Width | Should -Be 120
    }

    It 'tells <Id> for <File>, and goes on' -ForEach @(
        @{ File = 'text.jpg'; Id = 'NotAnImage'; Category = 'InvalidData' }
        @{ File = 'empty.jpg'; Id = 'Empty'; Category = 'InvalidData' }
        @{ File = 'missing.jpg'; Id = 'NotFound'; Category = 'ObjectNotFound' }
    ) {
        $info = Get-ImageInfo "$TestDrive/$File", "$photos/wide.jpg" -ErrorVariable problem -ErrorAction SilentlyContinue
        $info.Name | Should -Be 'wide.jpg'
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -Be "$Id,ImageResize.Commands.GetImageInfoCommand"
        $problem[0].CategoryInfo.Category | Should -Be $Category
        $problem[0].TargetObject | Should -Be (Join-Path $TestDrive $File)
    }

    It 'asks for images when none was named' {
        { Get-ImageInfo } | Should -Throw -ErrorId 'NoInput,*'
    }

    It 'shows a table with format, size and name' {
        $table = Get-ImageInfo "$photos/wide.jpg" | Out-String -Width 80
        $table | Should -Match 'Format\s+Pixels\s+Bytes\s+Pages'
        $table | Should -Match 'Jpeg\s+400x300\s+[0-9.]+ KB\s+1\s+wide\.jpg'
    }
}
