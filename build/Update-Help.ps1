#Requires -Version 7.6
<#
.SYNOPSIS
    Makes what follows from the help: the parameters of Watch-ImageFolder, and a page of each command in docs/commands.
.DESCRIPTION
    Syntax and descriptions of parameters are copied from Invoke-ImageResize to Watch-ImageFolder in en-US/ImageResize.dll-Help.xml,
    but for those that Watch-ImageFolder alone has or means in another way, whose text stays. The pages are what
    Get-Help -Online shows. Run it after the help was changed; HelpTests fails otherwise.
.PARAMETER Path
    The help file.
.PARAMETER Pages
    The folder of the pages.
#>
[CmdletBinding()]
param(
    [string] $Path = "$PSScriptRoot/../en-US/ImageResize.dll-Help.xml",
    [string] $Pages = "$PSScriptRoot/../docs/commands"
)

$ErrorActionPreference = 'Stop'

$own = 'IdleSeconds', 'Polling', 'PollingInterval', 'SettleSeconds'
$different = 'Backup', 'IfExists', 'InPlace', 'InputObject', 'JournalPath', 'LiteralPath', 'Path', 'Recurse', 'Resume', 'SkipFailed', 'SummaryVariable'

$help = [System.IO.File]::ReadAllText((Resolve-Path $Path))
function Get-CommandHelp([string] $name) {
    $start = $help.IndexOf("  <command:command>`n    <command:details>`n      <command:name>$name</command:name>")
    $help.Substring($start, $help.IndexOf("  </command:command>`n", $start) - $start)
}
function Get-Parameter([string] $commandHelp) {
    $parameters = [regex]::Match($commandHelp, '(?s)    <command:parameters>\n(.*?)    </command:parameters>').Groups[1].Value
    $found = [System.Collections.Generic.SortedDictionary[string, string]]::new([System.StringComparer]::Ordinal)
    foreach ($match in [regex]::Matches($parameters, '(?ms)^      <command:parameter .*?^      </command:parameter>\n')) {
        $found[[regex]::Match($match.Value, '<maml:name>(.*?)</maml:name>').Groups[1].Value] = $match.Value
    }
    $found
}

$invoke = Get-CommandHelp Invoke-ImageResize
$watch = Get-CommandHelp Watch-ImageFolder
$parameters = Get-Parameter $invoke
$kept = Get-Parameter $watch
foreach ($name in $own + $different) { $parameters[$name] = $kept[$name] }

$ownSyntax = foreach ($name in $own) {
    $head = [regex]::Match($kept[$name], '<command:parameter [^>]*>').Value
    $value = [regex]::Match($kept[$name], '<command:parameterValue required="true".*</command:parameterValue>').Value
    "        $head`n          <maml:name>$name</maml:name>`n$($value ? "          $value`n" : '')        </command:parameter>`n"
}
$syntax = [regex]::Match($invoke, '(?s)    <command:syntax>.*?</command:syntax>\n').Value.Replace('<maml:name>Invoke-ImageResize</maml:name>', '<maml:name>Watch-ImageFolder</maml:name>')
$syntax = $syntax.Replace('      </command:syntaxItem>', "$(-join $ownSyntax)      </command:syntaxItem>")
$updated = [regex]::Replace($watch, '(?s)    <command:syntax>.*?</command:syntax>\n', { $syntax })
$updated = [regex]::Replace($updated, '(?s)    <command:parameters>\n.*?    </command:parameters>', { "    <command:parameters>`n$(-join $parameters.Values)    </command:parameters>" })
[System.IO.File]::WriteAllText((Resolve-Path $Path), $help.Replace($watch, $updated))

# The pages.
function Get-Paragraph($node) {
    if (-not $node) { return }
    foreach ($paragraph in $node.SelectNodes('maml:para', $names)) { if ($paragraph.InnerText) { $paragraph.InnerText; '' } }
}
function Get-Syntax($item) {
    $words = foreach ($parameter in $item.SelectNodes('command:parameter', $names)) {
        $name = "-$($parameter.SelectSingleNode('maml:name', $names).InnerText)"
        $group = $parameter.SelectNodes('command:parameterValueGroup/command:parameterValue', $names)
        $value = $group.Count ? "<$($group.InnerText -join ' | ')>" : ($parameter.SelectSingleNode('command:parameterValue', $names) ? "<$($parameter.SelectSingleNode('command:parameterValue', $names).InnerText)>" : '')
        $positional = $parameter.GetAttribute('position') -ne 'named' ? "[$name]" : $name
        $text = "$positional $value".Trim()
        $parameter.GetAttribute('required') -eq 'true' ? $text : "[$text]"
    }
    "$($item.SelectSingleNode('maml:name', $names).InnerText) $($words -join ' ') [<CommonParameters>]"
}
function Get-Page($command) {
    $name = $command.SelectSingleNode('command:details/command:name', $names).InnerText
    "# $name"
    ''
    Get-Paragraph $command.SelectSingleNode('command:details/maml:description', $names)
    '## Syntax'
    ''
    '```powershell'
    ($command.SelectNodes('command:syntax/command:syntaxItem', $names) | ForEach-Object { Get-Syntax $_ }) -join "`n`n"
    '```'
    ''
    '## Description'
    ''
    Get-Paragraph $command.SelectSingleNode('maml:description', $names)
    '## Examples'
    ''
    foreach ($example in $command.SelectNodes('command:examples/command:example', $names)) {
        "### $($example.SelectSingleNode('maml:title', $names).InnerText)"
        ''
        '```powershell'
        $example.SelectSingleNode('dev:code', $names).InnerText
        '```'
        ''
        Get-Paragraph $example.SelectSingleNode('dev:remarks', $names)
    }
    '## Parameters'
    ''
    foreach ($parameter in $command.SelectNodes('command:parameters/command:parameter', $names)) {
        $facts = @(
            $parameter.SelectSingleNode('dev:type/maml:name', $names).InnerText
            "default: $($parameter.SelectSingleNode('dev:defaultValue', $names).InnerText)"
            if ($parameter.GetAttribute('required') -eq 'true') { 'required' }
            if ($parameter.GetAttribute('position') -ne 'named') { "position $($parameter.GetAttribute('position'))" }
            if ($parameter.GetAttribute('aliases') -ne 'none') { "aliases: $($parameter.GetAttribute('aliases'))" }
            if ($parameter.GetAttribute('pipelineInput') -ne 'False') { "pipeline: $($parameter.GetAttribute('pipelineInput'))" }
            if ($parameter.GetAttribute('globbing') -eq 'true') { 'wildcards' }
        )
        "### -$($parameter.SelectSingleNode('maml:name', $names).InnerText)"
        ''
        "*$($facts -join '; ')*"
        ''
        Get-Paragraph $parameter.SelectSingleNode('maml:description', $names)
    }
    foreach ($part in @('Inputs', 'command:inputTypes/command:inputType'), @('Outputs', 'command:returnValues/command:returnValue')) {
        "## $($part[0])"
        ''
        foreach ($type in $command.SelectNodes($part[1], $names)) {
            "**$($type.SelectSingleNode('dev:type/maml:name', $names).InnerText)**"
            ''
            Get-Paragraph $type.SelectSingleNode('maml:description', $names)
        }
    }
    '## Notes'
    ''
    Get-Paragraph $command.SelectSingleNode('maml:alertSet/maml:alert', $names)
    '## See also'
    ''
    foreach ($link in $command.SelectNodes('command:relatedLinks/maml:navigationLink/maml:linkText', $names).InnerText -notmatch '^Online') {
        $link -like 'about_*' ? "- [$link](../../en-US/$link.help.txt)" : "- [$link]($link.md)"
    }
}

$document = [xml] [System.IO.File]::ReadAllText((Resolve-Path $Path))
$names = [System.Xml.XmlNamespaceManager]::new($document.NameTable)
$names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
$names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
$names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
$null = New-Item $Pages -ItemType Directory -Force
foreach ($command in $document.DocumentElement.SelectNodes('command:command', $names)) {
    $name = $command.SelectSingleNode('command:details/command:name', $names).InnerText
    [System.IO.File]::WriteAllText((Join-Path (Resolve-Path $Pages) "$name.md"), ((Get-Page $command) -join "`n") + "`n")
}
