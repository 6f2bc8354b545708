BeforeDiscovery {
    $workflows = Get-ChildItem (Join-Path $PSScriptRoot .. .. .github workflows) -Filter *.yml
}

# They run elsewhere: what can be told here is that they call what there is.
Describe 'The workflow <_.BaseName>' -ForEach $workflows {
    BeforeAll {
        $root = Join-Path $PSScriptRoot .. ..
        $text = Get-Content $_ -Raw
        $scripts = [regex]::Matches($text, '-- (\S+\.ps1)(.*)')
    }

    It 'calls scripts that are there, with parameters that they have' {
        $scripts | Should -Not -BeNullOrEmpty
        foreach ($call in $scripts) {
            $script = Join-Path $root $call.Groups[1].Value
            $script | Should -Exist
            $command = Get-Command $script
            foreach ($parameter in [regex]::Matches($call.Groups[2].Value, '-([A-Za-z]+)').ForEach{ $_.Groups[1].Value }) {
                $command.Parameters.Keys | Should -Contain $parameter
            }
            if ($call.Groups[2].Value -match '-Task (\S+)') {
                $command.Parameters['Task'].Attributes.Where{ $_ -is [ValidateSet] }.ValidValues | Should -Contain $Matches[1]
            }
        }
    }

    It 'runs them in the pwsh that the tools name' {
        $version = (Get-Content (Join-Path $root .config dotnet-tools.json) -Raw | ConvertFrom-Json).tools.powershell.version
        [regex]::Matches($text, 'PowerShell@(\S+)').ForEach{ $_.Groups[1].Value } | Sort-Object -Unique | Should -Be $version
    }

    It 'may not write to the repository but where it says so' {
        $text | Should -Match '(?m)^permissions:\r?\n  contents: read\r?$'
    }

    It 'names a version of each action' {
        [regex]::Matches($text, 'uses: (\S+)').ForEach{ $_.Groups[1].Value } | Should -Match '^actions/[a-z-]+@v\d+$'
    }
}
