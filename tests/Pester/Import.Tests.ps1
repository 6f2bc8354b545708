#Requires -Version 7.6
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The module as a user gets it: import, exports, types, help.

BeforeAll {
    $manifest = (Resolve-Path "$PSScriptRoot/../../ImageResize.psd1").Path
    Import-Module $manifest
    $expected = 'Export-ImageResizeReport', 'Get-ImageInfo', 'Invoke-ImageResize', 'Measure-ImageResize', 'Merge-ImageResizeSummary', 'Watch-ImageFolder'
}

Describe 'Importing ImageResize' {
    It 'exports six cmdlets and nothing else' {
        $exported = (Get-Module ImageResize).ExportedCommands
        $exported.Keys | Sort-Object | Should -Be $expected
        $exported.Values.CommandType | Select-Object -Unique | Should -Be 'Cmdlet'
    }

    It 'has a valid manifest' {
        $module = Test-ModuleManifest $manifest -ErrorAction Stop
        $module.PowerShellVersion | Should -Be ([version]'7.6')
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be $expected
    }

    It 'keeps the cmdlets when it is imported again with -Force' {
        Import-Module $manifest -Force
        Import-Module $manifest -Force
        (Get-Command -Module ImageResize).Name | Sort-Object | Should -Be $expected
    }

    It 'can be removed and imported again' {
        Remove-Module ImageResize
        Import-Module $manifest
        (Get-Command -Module ImageResize).Name | Sort-Object | Should -Be $expected
    }

    It 'works in a second runspace of the process' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($m) Import-Module $m; (Get-Command -Module ImageResize).Name').AddArgument($manifest)
            $shell.Invoke() | Sort-Object | Should -Be $expected
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'loads code that was compiled ahead of time' {
        $context = [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ ImageResize
        $loaded = $context.Assemblies | Where-Object { $_.GetName().Name -notlike 'SixLabors.*' }
        $loaded.Count | Should -BeGreaterThan 3
        foreach ($assembly in $loaded) {
            $file = [System.IO.File]::OpenRead($assembly.Location)
            $image = [System.Reflection.PortableExecutable.PEReader]::new($file)
            $image.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size | Should -BeGreaterThan 0 -Because $assembly.Location
            $image.Dispose()
        }
    }

    It 'runs that code, and the runtime does not compile it anew while a run is young' {
        $program, $first = (Get-Process -Id $PID).Path, @()
        if ((Split-Path $program -LeafBase) -eq 'dotnet') {
            $first = @(Join-Path $PSHOME pwsh.dll)
        }
        $ask = {
            Import-Module $args[0]
            $core = [System.Runtime.Loader.AssemblyLoadContext]::All.Assemblies | Where-Object { $_.GetName().Name -eq 'ImageResize.Core' }
            $type = $core.GetType('ImageResize.TieringDelay', $true)
            $delay = [Activator]::CreateInstance($type)
            Start-Sleep 1
            $type.GetProperty('IsOver').GetValue($null)
            $delay.Dispose()
        }
        & $program @first -NoProfile -Command "& { $ask } '$manifest'" | Should -Be 'False'
    }

    It 'says in one error why it cannot be imported in <_> mode' -ForEach 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage' {
        $shell = [powershell]::Create()
        try {
            $shell.Runspace.SessionStateProxy.LanguageMode = $_
            { $shell.AddCommand('Import-Module').AddArgument($manifest).Invoke() } | Should -Throw "*ImageResize cannot be imported into a session in $_ mode*FullLanguage*"
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'works in a session that is constrained after the import' {
        [ImageResize.SamplePhoto]::Write("$TestDrive/constrained.jpg", 400, 300, 1)
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddCommand('Import-Module').AddArgument($manifest).Invoke()
            $shell.Commands.Clear()
            $shell.Runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            $result = $shell.AddScript("Get-Item '$TestDrive/constrained.jpg' | Invoke-ImageResize -Size 100,100 -Format png").Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $result.Status | Should -Be 'Resized'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'works in another process, as a job' {
        [ImageResize.SamplePhoto]::Write("$TestDrive/job.jpg", 400, 300, 1)
        $result = Start-Job -ArgumentList $manifest, "$TestDrive/job.jpg" {
            param($manifest, $photo)
            Import-Module $manifest
            Invoke-ImageResize $photo -Size 100 -InformationAction Ignore
        } | Receive-Job -Wait -AutoRemoveJob
        $result.Status | Should -Be 'Resized'
        $result | Out-String -Width 100 | Should -Match '400x300 → 100x75'
    }

    It 'makes <_> known as a type' -ForEach @(
        'ImageResize.ImageResizeResult'
        'ImageResize.ImageResizeSummary'
        'ImageResize.ImageResizeTimings'
        'ImageResize.ImageResizeMeasurement'
        'ImageResize.ImageInfo'
        'ImageResize.Imaging.TargetSize'
        'ImageResize.Imaging.ResizeMode'
        'ImageResize.Imaging.ImageFormat'
        'ImageResize.Metadata.MetadataPolicy'
        'ImageResize.Imaging.PicturePosition'
        'ImageResize.Imaging.ColorSpacePolicy'
        'ImageResize.Batch.Planning.ExistingOutput'
    ) {
        ($_ -as [type]).FullName | Should -Be $_
    }

    It 'keeps its libraries out of the default load context' {
        $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext([ImageResize.ImageInfo].Assembly)
        $context.Name | Should -Be 'ImageResize'
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name | Should -Not -Contain 'NetVips'
    }
}

Describe 'The help' {
    It 'of <_> has a synopsis, parameters and examples' -ForEach 'Export-ImageResizeReport', 'Get-ImageInfo', 'Invoke-ImageResize', 'Measure-ImageResize', 'Merge-ImageResizeSummary', 'Watch-ImageFolder' {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -Match "^\s*$_"
        $help.parameters.parameter.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 4
    }

    It 'has a topic about the module' {
        (Get-Help about_ImageResize) -join "`n" | Should -Match 'OutputCollision'
    }
}

Describe 'The examples in the help' {
    BeforeAll {
        $given = "$TestDrive/given"
        $null = New-Item "$given/photos/2026/june" -ItemType Directory
        1..3 | ForEach-Object { [ImageResize.SamplePhoto]::Write("$given/photo$_.jpg", 1600, 1200, $_) }
        [ImageResize.SamplePhoto]::Write("$given/photos/a.jpg", 4400, 3000, 4)
        [ImageResize.SamplePhoto]::Write("$given/photos/2026/june/b.jpg", 640, 480, 5)
        $null = New-Item "$given/uploads" -ItemType Directory
        [ImageResize.SamplePhoto]::Write("$given/uploads/c.jpg", 2400, 1600, 6)
        $null = Invoke-ImageResize "$given/photo1.jpg" -Size 200 -Destination $given -Name scan.tif 6>$null
    }

    BeforeEach {
        Copy-Item $given "$TestDrive/work" -Recurse
        Push-Location "$TestDrive/work"
    }

    AfterEach {
        Pop-Location
        Remove-Item "$TestDrive/work" -Recurse
    }

    BeforeDiscovery {
        Import-Module "$PSScriptRoot/../../ImageResize.psd1"
        $examples = foreach ($command in 'Invoke-ImageResize', 'Get-ImageInfo', 'Measure-ImageResize', 'Merge-ImageResizeSummary', 'Export-ImageResizeReport') {
            foreach ($example in (Get-Help $command -Full).examples.example) {
                # Sixteen photos of 12 megapixels are right for a measurement and too many for a test.
                $code = $example.code -replace '^Measure-ImageResize$', 'Measure-ImageResize -Count 1' -replace '-Count 4', '-Count 1' -replace '-Repeat 5', '-Repeat 1'
                @{ Command = $command; Title = $example.title; Code = $code }
            }
        }
    }

    It 'run without an error: <Command>, <Title>' -ForEach $examples {
        $PSDefaultParameterValues = @{ 'Measure-ImageResize:MinimumSeconds' = 0; 'Measure-ImageResize:Repeat' = 1 }
        $said = & ([scriptblock]::Create($Code)) 2>&1 3>&1 6>$null
        $problem, $output = $said.Where({ $_ -is [System.Management.Automation.ErrorRecord] -or $_ -is [System.Management.Automation.WarningRecord] }, 'Split')
        # None of these photos fails, so a page of failures has nothing on it.
        $problem.Where({ "$_" -notmatch '^Nothing came to report' -or $Code -notmatch 'Status -eq Failed' }) | Should -BeNullOrEmpty
        $made = Get-ChildItem "$TestDrive/work" -Recurse -File | Where-Object FullName -Match 'resized|web|speed'
        $quiet = $Code -match '-WhatIf|Metadata -contains Gps|DateTaken|-ErrorVariable'
        [bool]($output -or $made) | Should -Be (-not $quiet)
    }
}
