#Requires -Version 7.6
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../../ImageResize.psd1"
    $photos = New-Item "$TestDrive/photos" -ItemType Directory
    1..3 | ForEach-Object { [ImageResize.SamplePhoto]::Write("$photos/$_.jpg", 640, 480, $_) }
    Set-Content "$photos/text.jpg" 'This is no image.'
    $results = Invoke-ImageResize $photos -Size 100 -Destination "$TestDrive/out" -SummaryVariable summary -ErrorAction SilentlyContinue -InformationAction Ignore
}

Describe 'Export-ImageResizeReport' {
    It 'makes one page of results and a summary, and gives nothing' {
        $results + $summary | Export-ImageResizeReport "$TestDrive/report.html" | Should -BeNullOrEmpty
        $html = Get-Content "$TestDrive/report.html" -Raw
        $html | Should -Match '<h1>3 of 4 images are done, 1 failed</h1>'
        $html | Should -Match '<code>NotAnImage</code>'
        $html | Should -Not -Match 'https?://'
        [regex]::Matches($html, 'src="data:image/').Count | Should -Be 6
    }

    It 'takes what went through a file' {
        $results | Export-Clixml "$TestDrive/results.xml"
        Import-Clixml "$TestDrive/results.xml" | Export-ImageResizeReport "$TestDrive/again.html"
        Get-Content "$TestDrive/again.html" -Raw | Should -Match '3 of 4 images are done, 1 failed'
    }

    It 'takes measurements' {
        Measure-ImageResize "$photos/1.jpg" -ThrottleLimit 1, 2 -Repeat 1 -MinimumSeconds 0 | Export-ImageResizeReport "$TestDrive/speed.html" -Title 'How fast'
        Get-Content "$TestDrive/speed.html" -Raw | Should -Match '<title>How fast</title>'
    }

    It 'gives the file with -PassThru, and as many thumbnails as asked for' {
        $file = $results | Export-ImageResizeReport "$TestDrive/few.html" -ThumbnailCount 1 -PassThru
        $file.FullName | Should -Be (Get-Item "$TestDrive/few.html").FullName
        [regex]::Matches((Get-Content $file -Raw), 'src="data:image/').Count | Should -Be 2
    }

    It 'writes nothing with -WhatIf' {
        $results | Export-ImageResizeReport "$TestDrive/never.html" -WhatIf
        "$TestDrive/never.html" | Should -Not -Exist
    }

    It 'replaces a file, but not with -NoClobber' {
        Set-Content "$TestDrive/old.html" 'old'
        { $results | Export-ImageResizeReport "$TestDrive/old.html" -NoClobber } | Should -Throw -ErrorId 'NoClobber,*'
        Get-Content "$TestDrive/old.html" | Should -Be 'old'
        $results | Export-ImageResizeReport "$TestDrive/old.html"
        Get-Content "$TestDrive/old.html" -TotalCount 1 | Should -Be '<!DOCTYPE html>'
    }

    It 'replaces a read-only file only with -Force' {
        Set-Content "$TestDrive/fixed.html" 'old'
        Set-ItemProperty "$TestDrive/fixed.html" IsReadOnly $true
        { $results | Export-ImageResizeReport "$TestDrive/fixed.html" } | Should -Throw -ErrorId 'ReportReadOnly,*'
        $results | Export-ImageResizeReport "$TestDrive/fixed.html" -Force
        Get-Content "$TestDrive/fixed.html" -TotalCount 1 | Should -Be '<!DOCTYPE html>'
        Set-ItemProperty "$TestDrive/fixed.html" IsReadOnly $false
    }

    It 'refuses <Place> with <Id>' -ForEach @(
        @{ Place = 'nowhere/report.html'; Id = 'RecordFolderMissing' }
        @{ Place = 'photos'; Id = 'InvalidReportPath' }
        @{ Place = 'photos/1.jpg'; Id = 'InvalidReportPath' }
    ) {
        { $results | Export-ImageResizeReport "$TestDrive/$Place" } | Should -Throw -ErrorId "$Id,*"
    }

    It 'tells of what is no result' {
        'text' | Export-ImageResizeReport "$TestDrive/none.html" -ErrorVariable bad -ErrorAction SilentlyContinue
        $bad.FullyQualifiedErrorId | Should -BeLike 'NotReportable,*'
    }
}

Describe 'Invoke-ImageResize -ReportPath' {
    It 'leaves the report of the run' {
        $null = Invoke-ImageResize $photos -Size 100 -Destination "$TestDrive/out2" -ReportPath "$TestDrive/run.html" -ErrorAction SilentlyContinue -InformationAction Ignore
        Get-Content "$TestDrive/run.html" -Raw | Should -Match '<h1>3 of 4 images are done, 1 failed</h1>'
    }

    It 'leaves a report of what was done when the pipeline ends early' {
        $null = Invoke-ImageResize "$photos/*.jpg" -Size 100 -Destination "$TestDrive/out3" -ReportPath "$TestDrive/early.html" -ErrorAction SilentlyContinue -InformationAction Ignore | Select-Object -First 1
        Get-Content "$TestDrive/early.html" -Raw | Should -Match 'before the run was ended</h1>'
    }

    It 'leaves none with -WhatIf' {
        Invoke-ImageResize $photos -Size 100 -ReportPath "$TestDrive/whatif.html" -WhatIf
        "$TestDrive/whatif.html" | Should -Not -Exist
    }
}
