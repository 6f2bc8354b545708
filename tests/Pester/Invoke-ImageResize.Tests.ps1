#Requires -Version 7.6
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../../ImageResize.psd1"
}

Describe 'Invoke-ImageResize' {
    BeforeEach {
        Get-ChildItem $TestDrive -Force | Remove-Item -Recurse -Force
        [ImageResize.SamplePhoto]::Write("$TestDrive/a.jpg", 640, 480, 1)
        [ImageResize.SamplePhoto]::Write("$TestDrive/b.jpg", 480, 640, 2)
        $out = Join-Path $TestDrive out
        Push-Location $TestDrive
    }

    AfterEach {
        Pop-Location
    }

    Context 'The main pipeline' {
        It 'resizes what Get-ChildItem lists into "resized", and leaves the originals alone' {
            $before = Get-ChildItem *.jpg | ForEach-Object { (Get-FileHash $_).Hash; $_.LastWriteTimeUtc }
            $results = Get-ChildItem *.jpg | Invoke-ImageResize -Size 320,320 6>$null
            $results | Should -HaveCount 2
            $results.Status | Select-Object -Unique | Should -Be 'Resized'
            $sizes = Get-ImageInfo resized | Sort-Object Name | ForEach-Object { "$_" }
            $sizes | Should -Be 'a.jpg Jpeg 320x240', 'b.jpg Jpeg 240x320'
            Get-ChildItem *.jpg | ForEach-Object { (Get-FileHash $_).Hash; $_.LastWriteTimeUtc } | Should -Be $before
        }

        It 'keeps the tree under -Destination' {
            $null = New-Item tree/2026/june -ItemType Directory
            Copy-Item a.jpg tree/2026/june/deep.jpg
            Copy-Item b.jpg tree/top.jpg
            $null = Invoke-ImageResize tree -Recurse -Size 100 -Destination $out 6>$null
            Test-Path $out/2026/june/deep.jpg | Should -BeTrue
            Test-Path $out/top.jpg | Should -BeTrue
        }

        It 'copies byte for byte what fits already' {
            $result = Invoke-ImageResize a.jpg -Size 800,600 6>$null
            $result.Status | Should -Be 'Copied'
            (Get-FileHash resized/a.jpg).Hash | Should -Be (Get-FileHash a.jpg).Hash
        }

        It 'enlarges only when that is asked for' {
            (Invoke-ImageResize a.jpg -Size 1280 6>$null).Width | Should -Be 640
            (Invoke-ImageResize a.jpg -Size 1280 -AllowEnlarge 6>$null).Width | Should -Be 1280
        }

        It 'converts to <Format>' -ForEach @(
            @{ Format = 'Png'; Extension = '.png' }, @{ Format = 'WebP'; Extension = '.webp' }, @{ Format = 'Gif'; Extension = '.gif' }
            @{ Format = 'Tiff'; Extension = '.tif' }, @{ Format = 'Avif'; Extension = '.avif' }, @{ Format = 'jpg'; Extension = '.jpg' }
            @{ Format = 'Bmp'; Extension = '.bmp' }, @{ Format = 'Ico'; Extension = '.ico' }
        ) {
            $result = Invoke-ImageResize a.jpg -Size 64 -Format $Format 6>$null
            [System.IO.Path]::GetExtension($result.Path) | Should -Be $Extension
            $known = @{ jpg = 'Jpeg' }[$Format] ?? $Format
            (Get-ImageInfo -LiteralPath $result.Path).Format | Should -Be $known
        }

        It 'reads what it writes as <_>, and makes a JPEG of it' -ForEach 'Bmp', 'Ico' {
            $made = Invoke-ImageResize a.jpg -Size 200 -Format $_ 6>$null
            $back = Invoke-ImageResize -LiteralPath $made.Path -Size 100 -Format Jpeg -Destination $out 6>$null
            "$($back.SourceFormat) $($back.Width)x$($back.Height)" | Should -Be "$_ 100x75"
        }

        It 'makes a PNG of a portable pixmap, and has it in a folder' {
            [System.IO.File]::WriteAllBytes("$TestDrive/tiny.ppm", [System.Text.Encoding]::ASCII.GetBytes("P3 2 1 10`n10 0 0 0 0 10"))
            $result = Invoke-ImageResize . -Include *.ppm -Size 2 -Destination $out 6>$null
            $result.Path | Should -Be (Join-Path $out tiny.png)
            "$($result.SourceFormat) $($result.Format)" | Should -Be 'Pnm Png'
        }

        It 'makes a smaller file with a lower -Quality' {
            $low = Invoke-ImageResize a.jpg -Size 320 -Quality 30 -Destination low 6>$null
            $high = Invoke-ImageResize a.jpg -Size 320 -Quality 95 -Destination high 6>$null
            $low.Length | Should -BeLessThan $high.Length
        }

        It 'works in ForEach-Object -Parallel' {
            $manifest = (Get-Module ImageResize).ModuleBase + '/ImageResize.psd1'
            $results = Get-ChildItem *.jpg | ForEach-Object -ThrottleLimit 2 -Parallel {
                Import-Module $using:manifest
                $_ | Invoke-ImageResize -Size 100 -InformationAction Ignore
            }
            $results.Status | Should -Be 'Resized', 'Resized'
        }
    }

    Context 'Parameter binding' {
        It 'reads -Size <Size> as <Width>x<Height>' -ForEach @(
            @{ Size = '320,320'; Width = 320; Height = 240 }
            @{ Size = '320'; Width = 320; Height = 240 }
            @{ Size = '320x100'; Width = 133; Height = 100 }
            @{ Size = "'320,100'"; Width = 133; Height = 100 }
            @{ Size = '320x'; Width = 320; Height = 240 }
            @{ Size = 'x120'; Width = 160; Height = 120 }
            @{ Size = '50%'; Width = 320; Height = 240 }
            @{ Size = '@(320, 320)'; Width = 320; Height = 240 }
            @{ Size = '([math]::Round(319.7)), 320.0'; Width = 320; Height = 240 }
            @{ Size = '([ImageResize.Imaging.TargetSize]::Box(320, 100))'; Width = 133; Height = 100 }
            @{ Size = '100,100 -Mode Stretch'; Width = 100; Height = 100 }
            @{ Size = '100,50 -Mode Fill -Position Top'; Width = 100; Height = 50 }
            @{ Size = '320 -ColorSpace Srgb'; Width = 320; Height = 240 }
        ) {
            $result = & ([scriptblock]::Create("Invoke-ImageResize a.jpg -Size $Size")) 6>$null
            $result.Width, $result.Height | Should -Be $Width, $Height
        }

        It 'reads -Size <_> as several outputs' -ForEach '320x,x120', "'320x','x120'", '(320,240),(160,120)' {
            $results = & ([scriptblock]::Create("Invoke-ImageResize a.jpg -Size $_")) 6>$null
            $results.Width | Sort-Object | Should -Be 160, 320
            @(Get-ChildItem resized) | Should -HaveCount 2
        }

        It 'refuses -Size <_> before any work' -ForEach '0,600', '1,2,3', 'abc', '0%', '1000000', '10.5', '@()' {
            { & ([scriptblock]::Create("Invoke-ImageResize a.jpg -Size $_")) } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
            Test-Path resized | Should -BeFalse
        }

        It 'takes path and size by position' {
            (Invoke-ImageResize a.jpg 100 6>$null).Width | Should -Be 100
        }

        It 'takes text from the pipeline, with wildcards' {
            ('?.jpg' | Invoke-ImageResize -Size 100 6>$null) | Should -HaveCount 2
        }

        It 'takes objects with a property FullName' {
            $results = [pscustomobject]@{ FullName = "$TestDrive/a.jpg" } | Invoke-ImageResize -Size 100 6>$null
            $results.Width | Should -Be 100
        }

        It 'takes names with brackets literally' {
            Copy-Item a.jpg 'odd[1].jpg'
            Copy-Item a.jpg odd1.jpg
            (Invoke-ImageResize -LiteralPath 'odd[1].jpg' -Size 100 6>$null).Name | Should -Be 'odd[1].jpg'
            (Get-Item -LiteralPath 'odd[1].jpg' | Invoke-ImageResize -Size 100 6>$null).Name | Should -Be 'odd[1].jpg'
            (Invoke-ImageResize -Path 'odd[1].jpg' -Size 100 6>$null).Name | Should -Be 'odd1.jpg'
        }

        It 'filters with -Include and -Exclude' {
            (Invoke-ImageResize . -Size 100 -Include a* 6>$null).Name | Should -Be 'a.jpg'
            (Invoke-ImageResize . -Size 100 -Exclude a* 6>$null).Name | Should -Be 'b.jpg'
        }

        It 'is silent where the pipeline gives nothing' {
            Get-ChildItem *.nothing | Invoke-ImageResize -Size 100 *>&1 | Should -BeNullOrEmpty
        }

        It 'completes <Line>' -ForEach @(
            @{ Line = 'Invoke-ImageResize -Size 8'; Expected = '800,600' }
            @{ Line = "Invoke-ImageResize -Size '5"; Expected = "'50%'" }
            @{ Line = 'Invoke-ImageResize -Format j'; Expected = 'Jpeg' }
            @{ Line = 'Invoke-ImageResize -Format i'; Expected = 'Ico' }
            @{ Line = 'Invoke-ImageResize -Mode s'; Expected = 'Stretch' }
            @{ Line = 'Invoke-ImageResize -Position topl'; Expected = 'TopLeft' }
            @{ Line = 'Invoke-ImageResize -IfExists u'; Expected = 'Update' }
        ) {
            [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText | Should -Contain $Expected
        }
    }

    Context 'Habits' {
        It 'takes <Name> by the property Path' -ForEach @(
            @{ Name = 'rows of a CSV'; Objects = { Get-ChildItem *.jpg | Select-Object @{ n = 'Path'; e = 'FullName' } | ConvertTo-Csv | ConvertFrom-Csv } }
            @{ Name = 'hashes'; Objects = { Get-FileHash *.jpg } }
            @{ Name = 'what Get-ImageInfo selects'; Objects = { Get-ImageInfo *.jpg | Select-Object Path } }
            @{ Name = 'what Resolve-Path gives'; Objects = { Resolve-Path *.jpg } }
        ) {
            $results = & $Objects | Invoke-ImageResize -Size 64 6>$null
            $results.Status | Should -Be 'Resized', 'Resized'
        }

        It 'takes lines of a list as paths, although they bear where the list is' {
            Set-Content list.txt 'a.jpg', 'b.jpg'
            (Get-Content list.txt | Invoke-ImageResize -Size 64 6>$null).Status | Should -Be 'Resized', 'Resized'
        }

        It 'says once of a process that it is no file' {
            $results = Get-Process -Id $PID | Invoke-ImageResize -Size 64 -ErrorVariable said -ErrorAction SilentlyContinue 6>$null
            $results | Should -BeNullOrEmpty
            $said.FullyQualifiedErrorId | Should -Be 'NotAPath,ImageResize.Commands.InvokeImageResizeCommand'
        }

        It 'resumes by a switch' {
            $null = Invoke-ImageResize *.jpg -Size 64 -JournalPath run.jsonl 6>$null
            (Invoke-ImageResize *.jpg -Size 64 -JournalPath run.jsonl -Resume 6>$null).Status | Should -Be 'Skipped', 'Skipped'
        }

        It 'sets the summary although Select-Object ended the run' {
            1..20 | ForEach-Object { Copy-Item a.jpg "c$_.jpg" }
            $null = Invoke-ImageResize *.jpg -Size 64 -ThrottleLimit 1 -RateLimit 20 -SummaryVariable summary 6>$null | Select-Object -First 1
            $summary.Completed | Should -BeFalse
            $summary.Total | Should -BeGreaterThan 0
        }

        It 'takes the folders that a wildcard matches' {
            $null = New-Item june, july -ItemType Directory
            Move-Item a.jpg june
            Move-Item b.jpg july
            (Invoke-ImageResize ju* -Size 64 6>$null).Status | Should -Be 'Resized', 'Resized'
        }

        It 'keeps the originals that it replaces' {
            $before = (Get-FileHash a.jpg).Hash
            (Invoke-ImageResize a.jpg -Size 64 -InPlace -Force -Backup .bak 6>$null).Width | Should -Be 64
            (Get-FileHash a.jpg.bak).Hash | Should -Be $before
        }
    }

    Context '-WhatIf and outputs that are there' {
        It 'does nothing with -WhatIf' {
            $results = Get-ChildItem *.jpg | Invoke-ImageResize -Size 100 -WhatIf
            $results | Should -BeNullOrEmpty
            Test-Path resized | Should -BeFalse
        }

        It 'says with -WhatIf what it would do' {
            $manifest = (Get-Module ImageResize).ModuleBase + '/ImageResize.psd1'
            # A pwsh that was installed as a .NET tool has no program of its own.
            $program, $first = (Get-Process -Id $PID).Path, @()
            if ((Split-Path $program -LeafBase) -eq 'dotnet') { $first = @("$PSHOME/pwsh.dll") }
            $said = & $program @first -NoProfile -Command "Import-Module '$manifest'; Invoke-ImageResize '$TestDrive/a.jpg' -Size 100 -WhatIf"
            "$said" | Should -Match ([regex]::Escape('"Resize to fit 100x100"'))
            "$said" | Should -Match 'resized.a\.jpg'
        }

        It 'does <Then> with -IfExists <IfExists>' -ForEach @(
            @{ IfExists = 'Overwrite'; Then = 'Resized'; Files = 1; Id = $null }
            @{ IfExists = 'Skip'; Then = 'Skipped'; Files = 1; Id = $null }
            @{ IfExists = 'Update'; Then = 'Skipped'; Files = 1; Id = $null }
            @{ IfExists = 'Rename'; Then = 'Resized'; Files = 2; Id = $null }
            @{ IfExists = 'Fail'; Then = 'Failed'; Files = 1; Id = 'OutputExists' }
        ) {
            $null = Invoke-ImageResize a.jpg -Size 100 6>$null
            $result = Invoke-ImageResize a.jpg -Size 100 -IfExists $IfExists -ErrorAction SilentlyContinue 6>$null
            $result.Status | Should -Be $Then
            $result.ErrorId | Should -Be $Id
            @(Get-ChildItem resized) | Should -HaveCount $Files
        }

        It 'never writes over an input' {
            $before = (Get-FileHash a.jpg).Hash
            $result = Invoke-ImageResize a.jpg -Size 100 -Destination . -IfExists Overwrite -Force -ErrorAction SilentlyContinue 6>$null
            $result.ErrorId | Should -Be 'OutputCollision'
            (Get-FileHash a.jpg).Hash | Should -Be $before
        }
    }

    Context 'Errors' {
        It 'tells <Id> for <Name>, and the others go on' -ForEach @(
            @{ Name = 'missing.jpg'; Id = 'NotFound'; Category = 'ObjectNotFound' }
            @{ Name = 'empty.jpg'; Id = 'Empty'; Category = 'InvalidData' }
            @{ Name = 'text.jpg'; Id = 'NotAnImage'; Category = 'InvalidData' }
            @{ Name = 'cut.jpg'; Id = 'Damaged'; Category = 'InvalidData' }
            @{ Name = 'psd.jpg'; Id = 'UnsupportedFormat'; Category = 'NotImplemented' }
        ) {
            $null = New-Item empty.jpg
            Set-Content text.jpg 'This is no image.'
            $bytes = [System.IO.File]::ReadAllBytes("$TestDrive/a.jpg")
            [System.IO.File]::WriteAllBytes("$TestDrive/cut.jpg", $bytes[0..($bytes.Length / 2)])
            [System.IO.File]::WriteAllBytes("$TestDrive/psd.jpg", [System.Text.Encoding]::ASCII.GetBytes("8BPS`0`u{1}") + [byte[]]::new(40))

            $results = Invoke-ImageResize $Name, a.jpg -Size 100 -ErrorVariable problems -ErrorAction SilentlyContinue 6>$null

            $problems | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -Be "$Id,ImageResize.Commands.InvokeImageResizeCommand"
            $problems[0].CategoryInfo.Category | Should -Be $Category
            $problems[0].TargetObject | Should -Be (Join-Path $TestDrive $Name)
            $failed = $results | Where-Object Status -EQ Failed
            $failed.ErrorId | Should -Be $Id
            $failed.FullName | Should -BeNullOrEmpty
            ($results | Where-Object Status -EQ Resized).Name | Should -Be 'a.jpg'
            Test-Path "resized/$Name" | Should -BeFalse
        }

        It 'refuses the second of two images for one output' {
            $null = New-Item one, two -ItemType Directory
            Copy-Item a.jpg one/same.jpg
            Copy-Item b.jpg two/same.jpg
            $results = Get-Item one/same.jpg, two/same.jpg | Invoke-ImageResize -Size 100 -Destination $out -ErrorAction SilentlyContinue 6>$null
            ($results | Where-Object Status -EQ Failed).ErrorId | Should -Be 'OutputCollision'
            @(Get-ChildItem $out) | Should -HaveCount 1
        }

        It 'stops at the first error with -ErrorAction Stop' {
            Set-Content text.jpg 'This is no image.'
            { Invoke-ImageResize text.jpg -Size 100 -ErrorAction Stop } | Should -Throw -ErrorId 'NotAnImage,*'
        }

        It 'can be caught by its type' {
            $caught = try { Invoke-ImageResize missing.jpg -Size 100 -ErrorAction Stop } catch [ImageResize.ImageResizeException] { "$($_.Exception.ErrorId)" }
            $caught | Should -Be 'NotFound'
        }

        It 'ends with <Id> for <Parameters>' -ForEach @(
            @{ Parameters = 'a.jpg'; Id = 'NothingToDo' }
            @{ Parameters = '-Size 100'; Id = 'NoInput' }
            @{ Parameters = 'a.jpg -Size 100 -Destination b.jpg'; Id = 'InvalidDestination' }
            @{ Parameters = 'a.jpg -Size 100 -Destination Env:'; Id = 'InvalidDestination' }
            @{ Parameters = 'a.jpg -Size 100 -Quality 101'; Id = 'ParameterArgumentValidationError' }
            @{ Parameters = 'a.jpg -Size 100 -Format tga'; Id = 'ParameterArgumentTransformationError' }
            @{ Parameters = 'a.jpg -Size 100 -Format psd'; Id = 'ParameterArgumentTransformationError' }
        ) {
            { & ([scriptblock]::Create("Invoke-ImageResize $Parameters")) } | Should -Throw -ErrorId "$Id,*"
        }

        It 'warns where a wildcard matches nothing' {
            Invoke-ImageResize no*.jpg -Size 100 -WarningVariable warnings -WarningAction SilentlyContinue 6>$null
            "$warnings" | Should -Match 'no\*\.jpg'
        }
    }

    Context 'What comes out' {
        It 'logs what went wrong, and writes the figures' {
            Set-Content bad.jpg 'no image'
            $null = Invoke-ImageResize . -Size 100 -LogPath run.jsonl -MetricsPath run.json -ErrorAction SilentlyContinue 6>$null
            $lines = Get-Content run.jsonl | ConvertFrom-Json
            $lines.event | Should -Be 'started', 'failed', 'completed'
            $lines[1].errorId | Should -Be 'NotAnImage'
            $metrics = Get-Content run.json -Raw | ConvertFrom-Json
            $metrics.outputs.resized | Should -Be 2
            $metrics.outputs.failed | Should -Be 1
            $metrics.completed | Should -BeTrue
        }

        It 'refuses -MetricsPath with an extension that means nothing' {
            { Invoke-ImageResize . -Size 100 -MetricsPath run.csv } | Should -Throw -ErrorId 'InvalidMetricsPath,ImageResize.Commands.InvokeImageResizeCommand'
        }

        It 'pipes on to Get-Item, Get-ImageInfo and itself' {
            $results = Invoke-ImageResize a.jpg -Size 300 6>$null
            ($results | Get-Item).FullName | Should -Be (Get-Item resized/a.jpg).FullName
            ($results | Get-ImageInfo).Width | Should -Be 300
            ($results | Invoke-ImageResize -Size 100 -Destination $out 6>$null).Width | Should -Be 100
        }

        It 'pipes on to Remove-Item' {
            Invoke-ImageResize *.jpg -Size 100 6>$null | Remove-Item
            @(Get-ChildItem resized) | Should -HaveCount 0
            @(Get-ChildItem *.jpg) | Should -HaveCount 2
        }

        It 'stops when the consumer has enough' {
            1..40 | ForEach-Object { Copy-Item a.jpg "copy$_.jpg" }
            $first = Invoke-ImageResize copy*.jpg -Size 100 -ThrottleLimit 1 -Destination $out | Select-Object -First 3
            $first | Should -HaveCount 3
            @(Get-ChildItem $out).Count | Should -BeLessThan 40
            Get-ChildItem $out -Force | Where-Object Extension -NE '.jpg' | Should -BeNullOrEmpty
        }

        It 'tells sizes, bytes and time' {
            $result = Invoke-ImageResize a.jpg -Size 100 6>$null
            $result.SourceWidth, $result.SourceHeight, $result.Width, $result.Height | Should -Be 640, 480, 100, 75
            $result.Length | Should -Be (Get-Item resized/a.jpg).Length
            $result.BytesSaved | Should -Be ((Get-Item a.jpg).Length - $result.Length)
            $result.Duration | Should -BeGreaterThan ([timespan]::Zero)
        }

        It 'sets the summary variable' {
            Set-Content text.jpg 'This is no image.'
            Copy-Item (Invoke-ImageResize a.jpg -Size 50 6>$null).Path small.jpg
            $null = Get-ChildItem *.jpg | Invoke-ImageResize -Size 100 -SummaryVariable summary -ErrorAction SilentlyContinue 6>$null
            $summary | Should -BeOfType 'ImageResize.ImageResizeSummary'
            $summary.Total, $summary.Resized, $summary.Copied, $summary.Failed | Should -Be 4, 2, 1, 1
            $summary.Errors['NotAnImage'] | Should -Be 1
        }

        It 'tells in the summary the -ThrottleLimit <Given>' -ForEach @(
            @{ Given = 'Auto'; Workers = [Environment]::ProcessorCount }
            @{ Given = 3; Workers = 3 }
        ) {
            $null = Invoke-ImageResize *.jpg -Size 100 -ThrottleLimit $Given -SummaryVariable summary 6>$null
            $summary.ThrottleLimit, $summary.Workers | Should -Be "$Given", $Workers
            $summary.PeakInHand | Should -BeIn 1, 2
        }

        It 'refuses -ThrottleLimit <_>' -ForEach 0, 1025, 'Many' {
            { Invoke-ImageResize a.jpg -Size 100 -ThrottleLimit $_ } | Should -Throw '*Give 1 to 1024, or Auto.*' -ErrorId 'ParameterArgumentTransformationError,*'
        }

        It 'splits the time of a result into its stages' {
            $timings = (Invoke-ImageResize a.jpg -Size 100 6>$null).Timings
            $timings.Wait | Should -Be ($timings.WaitQueue + $timings.WaitRate + $timings.WaitMemory + $timings.WaitProcessor)
            $timings.Work | Should -Be ($timings.Read + $timings.Scale + $timings.Encode + $timings.Write)
            $timings.Scale, $timings.Encode | ForEach-Object { $_ | Should -BeGreaterThan ([timespan]::Zero) }
        }

        It 'shows the summary as one line of information' {
            $lines = Invoke-ImageResize *.jpg -Size 100 6>&1 | Where-Object { $_ -is [System.Management.Automation.InformationRecord] }
            $lines | Should -HaveCount 1
            "$lines" | Should -Match '^2 resized in (\d+(\.\d)? ms|\d+\.\d s) \([\d.,]+ images/s\)'
            Invoke-ImageResize *.jpg -Size 100 -InformationAction Ignore 6>&1 | Should -HaveCount 2
        }

        It 'is shown as a table that fits 80 columns' {
            $table = Invoke-ImageResize a.jpg, missing.jpg -Size 100 -ErrorAction SilentlyContinue 6>$null | Out-String -Width 80
            $table = $table -replace '\e\[[0-9;]*m'
            $table | Should -Match 'Status\s+Pixels\s+Bytes\s+Time\s+Name'
            $table | Should -Match '(?m)^Resized\s+640x480 → 100x75\s.* → .*m?s a\.jpg\s*$'
            $table | Should -Match '(?m)^Failed\s+NotFound\s+missing\.jpg\s*$'
            $table -split '\r?\n' | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
        }

        It 'marks a failure in colour unless $PSStyle says otherwise' {
            $before = $PSStyle.OutputRendering
            try {
                $PSStyle.OutputRendering = 'Ansi'
                $result = Invoke-ImageResize missing.jpg -Size 100 -ErrorAction SilentlyContinue 6>$null
                $result | Out-String -Width 80 | Should -Match '\e\[[0-9;]+mFailed\e\[0m'
                $PSStyle.OutputRendering = 'PlainText'
                $result | Out-String -Width 80 | Should -Not -Match '\e'
            }
            finally {
                $PSStyle.OutputRendering = $before
            }
        }

        It 'marks a result with a warning in colour, and is shown in strict mode, too' {
            $before = $PSStyle.OutputRendering
            try {
                $PSStyle.OutputRendering = 'Ansi'
                $bytes = [System.IO.File]::ReadAllBytes("$TestDrive/a.jpg")
                [System.IO.File]::WriteAllBytes("$TestDrive/cut.jpg", $bytes[0..($bytes.Length / 2)])
                Set-StrictMode -Version Latest
                $results = Invoke-ImageResize a.jpg, cut.jpg -Size 100 -OnDamage Salvage -ThrottleLimit 1 -WarningAction Ignore 6>$null
                $warning = [regex]::Escape($PSStyle.Formatting.Warning)
                $results | Where-Object Name -EQ 'cut.jpg' | Out-String -Width 80 | Should -Match "(?m)^${warning}Resized\e\[0m .* cut\.jpg"
                $results | Where-Object Name -EQ 'a.jpg' | Out-String -Width 80 | Should -Match '(?m)^Resized .* a\.jpg'
            }
            finally {
                $PSStyle.OutputRendering = $before
            }
        }

        It 'shows a list, and the summary with a bar for each stage' {
            $list = Invoke-ImageResize a.jpg -Size 100 -SummaryVariable summary 6>$null | Format-List | Out-String -Width 80
            $list | Should -Match 'Pixels\s+: .*640x480 → 100x75'
            $list | Should -Match 'Time\s+: .* m?s: read .*, scale .*, encode .*, write '
            $summary | Out-String -Width 80 | Should -Match 'Scale\s+: .*[▏▎▍▌▋▊▉█]+\s+\d+ %  .* an image'
        }

        It 'says nothing in -Verbose that is not about an image of the run' {
            $verbose = Invoke-ImageResize a.jpg -Size 100 -Verbose 4>&1 6>$null | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            $verbose | Should -Not -BeNullOrEmpty
            $verbose | ForEach-Object { "$_" | Should -Match 'a\.jpg' }
        }
    }
}
