using System.Management.Automation;
using System.Text.RegularExpressions;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>Get-Help finds the help of the built module, and it says what the commands are.</summary>
public sealed class HelpTests(EngineSession session) : IClassFixture<EngineSession>
{
    public static TheoryData<string> Commands { get; } = ["Export-ImageResizeReport", "Get-ImageInfo", "Invoke-ImageResize", "Measure-ImageResize", "Merge-ImageResizeSummary", "Watch-ImageFolder"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_a_synopsis_and_a_description(string command)
    {
        // Without a help file the engine puts the syntax, which begins with the name, where the synopsis belongs.
        string[] texts = Strings("$help = Get-Help $args[0] -Full; $help.Synopsis; foreach ($part in $help.description) { $part.Text }", command);
        Assert.True(texts.Length >= 2, "There is no description.");
        Assert.All(texts, text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.DoesNotContain(command, texts[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Just_the_parameters_that_exist_are_documented(string command) =>
        Assert.Equal(Parameters(command), Strings("foreach ($p in (Get-Help $args[0] -Full).parameters.parameter) { $p.name }", command).Order());

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_parameter_is_described(string command)
    {
        foreach (string parameter in Parameters(command))
        {
            string[] text = Strings("foreach ($part in (Get-Help $args[0] -Parameter $args[1]).description) { $part.Text }", command, parameter);
            Assert.True(string.Concat(text).Length > 20, $"-{parameter} is not described.");
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Position_pipeline_input_aliases_and_wildcards_are_told_as_they_are(string command)
    {
        const string Told = "foreach ($p in (Get-Help $args[0] -Full).parameters.parameter) { '{0} {1} {2} {3} {4}' -f $p.name, $p.position, $p.pipelineInput, $p.globbing, $p.aliases }";
        const string Real = """
            foreach ($p in (Get-Command $args[0]).Parameters.Values) {
                $set = @($p.ParameterSets.Values)[0]
                $position = if ($set.Position -ge 0) { $set.Position } else { 'named' }
                $pipeline = if ($set.ValueFromPipeline) { 'true (ByValue)' } elseif ($set.ValueFromPipelineByPropertyName) { 'true (ByPropertyName)' } else { 'False' }
                $wildcards = foreach ($a in $p.Attributes) { if ($a -is [System.Management.Automation.SupportsWildcardsAttribute]) { 'true' } }
                $aliases = if ($p.Aliases.Count) { $p.Aliases -join ', ' } else { 'none' }
                '{0} {1} {2} {3} {4}' -f $p.Name, $position, $pipeline, $(if ($wildcards) { 'true' } else { 'false' }), $aliases
            }
            """;
        string[] documented = Strings(Told, command);
        IEnumerable<string> real = Strings(Real, command).Where(line => !IsCommon(line[..line.IndexOf(' ', StringComparison.Ordinal)]));
        Assert.Equal(real.Order(), documented.Order());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_syntax_tells_every_value_of_a_choice(string command)
    {
        const string Told = "foreach ($s in (Get-Help $args[0] -Full).syntax.syntaxItem) { foreach ($p in $s.parameter) { if ($p.parameterValueGroup) { '{0}: {1}' -f $p.name, ($p.parameterValueGroup.parameterValue -join ' ') } } }";
        const string Real = """
            $common = [System.Management.Automation.PSCmdlet]::CommonParameters
            foreach ($set in (Get-Command $args[0]).ParameterSets) {
                foreach ($p in $set.Parameters) {
                    $type = $p.ParameterType.IsArray ? $p.ParameterType.GetElementType() : $p.ParameterType
                    if ($type.IsEnum -and $p.Name -notin $common) {
                        # Some formats are only read; what may be asked for is what is offered.
                        $values = $p.Name -eq 'Format' ? (TabExpansion2 "$($args[0]) -Format ").CompletionMatches.CompletionText : [Enum]::GetNames($type)
                        '{0}: {1}' -f $p.Name, ($values -join ' ')
                    }
                }
            }
            """;
        Assert.Equal(Strings(Real, command).Select(InOrder).Order(), Strings(Told, command).Select(InOrder).Order());

        static string InOrder(string line) => string.Join(' ', line.Split(' ').Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Online_help_is_the_page_of_the_command(string command)
    {
        string address = Assert.Single(Strings("(Get-Command $args[0]).HelpUri", command));
        string project = Assert.Single(Strings("(Import-PowerShellDataFile $args[0]).PrivateData.PSData.ProjectUri", Pwsh.Manifest));
        Assert.Equal($"{project}/blob/main/docs/commands/{command}.md", address);
        Assert.Equal(address, Strings("foreach ($link in (Get-Help $args[0] -Full).relatedLinks.navigationLink) { $link.uri }", command).First(uri => uri.Length > 0));
        Assert.True(File.Exists(Path.Combine(Root, "docs", "commands", command + ".md")));
    }

    [Fact]
    public void What_follows_from_the_help_was_made_anew_when_it_changed()
    {
        using var folder = new TempFolder();
        string help = folder["help.xml"];
        File.Copy(Path.Combine(Root, "en-US", "ImageResize.dll-Help.xml"), help);
        Strings("& $args[0] -Path $args[1] -Pages $args[2]", Path.Combine(Root, "build", "Update-Help.ps1"), help, Path.Combine(folder.Path, "pages"));
        const string Advice = "Run build/Update-Help.ps1, and commit what it changes.";
        Assert.True(File.ReadAllText(Path.Combine(Root, "en-US", "ImageResize.dll-Help.xml")) == File.ReadAllText(help), Advice);
        string[] pages = Directory.GetFiles(Path.Combine(folder.Path, "pages"));
        Assert.Equal(Commands.Count, pages.Length);
        Assert.All(pages, page => Assert.True(File.ReadAllText(page) == File.ReadAllText(Path.Combine(Root, "docs", "commands", Path.GetFileName(page))), $"{Path.GetFileName(page)} is not what the help says. {Advice}"));
    }

    [Fact]
    public void The_comparison_with_other_tools_names_only_what_there_is()
    {
        string text = File.ReadAllText(Path.Combine(Root, "docs", "features.md"));
        string[] rows = [.. text[text.IndexOf("# Beside other tools", StringComparison.Ordinal)..text.IndexOf("# Names", StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)];
        string[] known = [.. Commands.Select(row => (string)row).SelectMany(Parameters).Select(name => "-" + name), .. Commands.Select(row => (string)row), .. Cmdlet.CommonParameters.Concat(Cmdlet.OptionalCommonParameters).Select(name => "-" + name), "Dropped", "Auto"];
        Assert.True(rows.Length > 30);
        Assert.All(rows, row => Assert.Equal(6 + 2, row.Split('|').Length - 1));
        foreach (string row in rows)
            Assert.All(Regex.Matches(row.Split('|')[2], "`([^` ]+)( [^`]*)?`"), name => Assert.Contains(name.Groups[1].Value, known));
    }

    [Fact]
    public void The_about_topic_fits_80_columns() =>
        Assert.DoesNotContain(Strings("(Get-Help about_ImageResize) -split '\\r?\\n'"), line => line.Length > 80);

    [Theory]
    [MemberData(nameof(Commands))]
    public void There_are_four_examples_or_more_and_each_uses_the_command(string command)
    {
        string[] codes = Strings("foreach ($example in (Get-Help $args[0] -Full).examples.example) { $example.code }", command);
        Assert.InRange(codes.Length, 4, 24);
        Assert.All(codes, code => Assert.Contains(command, code, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_parses_and_names_only_parameters_that_exist(string command)
    {
        const string Unknown = """
            foreach ($example in (Get-Help $args[0] -Full).examples.example) {
                $tokens = $null; $errors = $null
                $tree = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref]$tokens, [ref]$errors)
                foreach ($e in $errors) { "$e" }
                foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                    $found = Get-Command $call.GetCommandName() -Module ImageResize -ErrorAction Ignore
                    if (-not $found) { continue }
                    foreach ($element in $call.CommandElements) {
                        if ($element -is [System.Management.Automation.Language.CommandParameterAst] -and -not $found.Parameters.ContainsKey($element.ParameterName)) { "$element" }
                    }
                }
            }
            """;
        Assert.Empty(Strings(Unknown, command));
    }

    [Fact]
    public void The_about_topic_names_every_error_id()
    {
        string text = string.Concat(Strings("Get-Help about_ImageResize"));
        string[] ids = Strings("[System.Enum]::GetNames([ImageResize.ImageErrorId])");
        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Contains(id + " ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Help_is_found_after_another_import()
    {
        string before = Assert.Single(Strings("(Get-Help Invoke-ImageResize).Synopsis"));
        Assert.Equal(before, Assert.Single(Strings("Import-Module $args[0] -Force; (Get-Help Invoke-ImageResize).Synopsis", Pwsh.Manifest)));
    }

    private static string Root => Path.GetDirectoryName(Pwsh.Manifest)!;

    private string[] Parameters(string command) =>
        [.. Strings("(Get-Command $args[0]).Parameters.Keys", command).Where(name => !IsCommon(name)).Order()];

    private string[] Strings(string script, params object[] arguments) => [.. session.Run(script, arguments).Objects.Select(one => one.ToString())];

    private static bool IsCommon(string parameter) => Cmdlet.CommonParameters.Contains(parameter);
}
