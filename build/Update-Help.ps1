#Requires -Version 7.6
<#
.SYNOPSIS
    Brings the help of Watch-ImageFolder up to that of Invoke-ImageResize, whose parameters it has.
.DESCRIPTION
    Syntax and descriptions of parameters are copied from the one to the other in en-US/ImageResize.dll-Help.xml, but for those that
    Watch-ImageFolder alone has or means in another way, whose text stays. Run it after a parameter was added; HelpTests fails otherwise.
#>
[CmdletBinding()]
param([string] $Path = "$PSScriptRoot/../en-US/ImageResize.dll-Help.xml")

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
