#Requires -Version 7.6
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../../ImageResize.psd1"
    $photos = New-Item "$TestDrive/photos" -ItemType Directory
    1..4 | ForEach-Object { [ImageResize.SamplePhoto]::Write("$photos/$_.jpg", 640, 480, $_) }
}

Describe 'Measure-ImageResize' {
    It 'gives one measurement for each number of workers, the smallest first, and one is the best' {
        $measured = Measure-ImageResize $photos -ThrottleLimit 2, 1 -Repeat 1 -MinimumSeconds 0 -Size 100
        $measured | Should -BeOfType 'ImageResize.ImageResizeMeasurement'
        $measured.ThrottleLimit | Should -Be 1, 2
        $measured.Images | Should -Be 4, 4
        $measured[0].Speedup | Should -Be 1
        @($measured | Where-Object IsBest) | Should -HaveCount 1
        ($measured | Where-Object IsBest).ImagesPerSecond | Should -Be ($measured.ImagesPerSecond | Measure-Object -Maximum).Maximum
    }

    It 'leaves the images alone and nothing beside them' {
        $before = Get-ChildItem $photos -Recurse | Get-FileHash
        $null = Get-ChildItem $photos | Measure-ImageResize -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0
        $after = Get-ChildItem $photos -Recurse | Get-FileHash
        $after.Hash | Should -Be $before.Hash
        $after.Path | Should -Be $before.Path
    }

    It 'makes its own images where none is given' {
        (Measure-ImageResize -Count 2 -ImageSize 800, 600 -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 -Size '400x').Images | Should -Be 2
    }

    It 'takes the options of the real job, and keeps its outputs where that is asked for' {
        $measured = Measure-ImageResize $photos -Size '100x', '50x' -Format webp -Destination "$TestDrive/out" -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 -KeepOutput
        $measured.Images | Should -Be 8
        Split-Path $measured.OutputFolder | Should -Be "$TestDrive/out"
        (Get-ChildItem $measured.OutputFolder).Name | Sort-Object | Should -Be (1..4 | ForEach-Object { "$_-100x.webp", "$_-50x.webp" })
        Measure-ImageResize $photos -Destination "$TestDrive/gone" -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 | Out-Null
        "$TestDrive/gone" | Should -Not -Exist
    }

    It 'says where the time went and what held up the run' {
        $measured = Measure-ImageResize $photos -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0
        $measured.WaitShare + $measured.ReadShare + $measured.ScaleShare + $measured.EncodeShare + $measured.WriteShare | Should -BeGreaterThan 0.999
        $measured.Timings.Encode | Should -BeGreaterThan ([timespan]::Zero)
        $measured.Bottleneck | Should -BeIn TooSmall, Cpu, Workers, DiskRead, DiskWrite, Memory, Rate
        $measured.RecommendedThrottleLimit | Should -Be 1
    }

    It 'refuses -ImageSize <_>' -ForEach '800x', '50%' {
        { Measure-ImageResize -ImageSize $_ } | Should -Throw -ErrorId 'InvalidImageSize,*'
    }

    It 'ends where there is no image' {
        { Measure-ImageResize "$TestDrive/no*.jpg" -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'NoInput,*'
    }

    It 'warns of images that fail, and does not count them' {
        Set-Content "$TestDrive/text.jpg" 'This is no image.'
        $measured = Measure-ImageResize "$photos/1.jpg", "$TestDrive/text.jpg" -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 -WarningVariable warnings -WarningAction SilentlyContinue
        $measured.Images | Should -Be 1
        $measured.Failed | Should -Be 1
        "$warnings" | Should -Match '^1 of 2 '
    }

    It 'refuses <_>' -ForEach '-Repeat 0', '-MinimumSeconds -1', '-Count 0' {
        { & ([scriptblock]::Create("Measure-ImageResize '$photos' $_")) } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'refuses -ThrottleLimit <_> and says what it takes' -ForEach 0, 2000, 'many' {
        { Measure-ImageResize $photos -ThrottleLimit $_ } | Should -Throw '*1 to 1024, or Auto*'
    }

    It 'shows a table that names the best' {
        $table = Measure-ImageResize $photos -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 | Out-String -Width 80
        $table | Should -Match 'Workers\s+Images/s\s+Throughput\s+Speed-up\s+CPU\s+p95\s+Verdict'
        $table | Should -Match '(?m)^\s+1\s+[0-9.]+\s.*██████████ best.*\s1\.0\s.*too small to tell\s*$'
    }
}
