using System.Globalization;
using System.Text.RegularExpressions;
using ImageResize.Testing;
using YamlDotNet.RepresentationModel;

namespace ImageResize.Core.Tests;

/// <summary>What deploy/ says twice agrees, and names what there is. Nothing of it is run here.</summary>
public sealed partial class DeployTests
{
    private static readonly string Root = Path.GetDirectoryName(Pwsh.Manifest)!;

    public static TheoryData<string> Manifests => [.. Directory.GetFiles(Path.Combine(Root, "deploy"), "*.y*ml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path))];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Every_manifest_is_sound_yaml_without_a_key_twice(string path) => Assert.NotEmpty(Documents(path));

    [Fact]
    public void The_number_of_parts_is_one_wherever_it_stands()
    {
        YamlNode job = Job("job.yaml"), merge = Job("merge.yaml");
        string count = Text(job, "spec", "completions");
        Assert.Equal("Indexed", Text(job, "spec", "completionMode"));
        Assert.Equal(count, Variables(job)["JOB_COMPLETION_COUNT"]);
        Assert.Equal(count, Arguments(merge)["Shards"]);
        Assert.Equal(count, Text(job, "spec", "maxFailedIndexes"));
    }

    [Theory]
    [InlineData("job.yaml")]
    [InlineData("merge.yaml")]
    public void A_pod_gives_its_script_parameters_that_it_has_and_paths_that_are_mounted(string name)
    {
        YamlNode job = Job(name);
        string[] given = Given(job);
        string script = Path.Combine(Root, given[0].Replace("/opt/imageresize/", string.Empty, StringComparison.Ordinal));
        string[] known = [.. Parameter().Matches(File.ReadAllText(script)).Select(match => match.Groups[1].Value)];
        Assert.Subset(known.ToHashSet(), Arguments(job).Keys.ToHashSet());

        string[] mounted = [.. Items(Container(job), "volumeMounts").Select(mount => Text(mount, "mountPath"))];
        string[] paths = [.. given[1..].Where(argument => argument.StartsWith('/'))];
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.Contains(mounted, mount => path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal)));
        string[] volumes = [.. Items(Node(job, "spec", "template", "spec"), "volumes").Select(volume => Text(volume, "name"))];
        Assert.All(Items(Container(job), "volumeMounts"), mount => Assert.Contains(Text(mount, "name"), volumes));
        Assert.Contains(Variables(job)["HOME"], mounted);
    }

    [Theory]
    [InlineData("job.yaml")]
    [InlineData("merge.yaml")]
    public void A_pod_may_no_more_than_it_needs(string name)
    {
        YamlNode job = Job(name);
        Assert.Equal("true", Text(job, "spec", "template", "spec", "securityContext", "runAsNonRoot"));
        Assert.Equal("false", Text(job, "spec", "template", "spec", "automountServiceAccountToken"));
        Assert.Equal("true", Text(Container(job), "securityContext", "readOnlyRootFilesystem"));
        Assert.Equal("false", Text(Container(job), "securityContext", "allowPrivilegeEscalation"));
        Assert.Equal(["ALL"], Items(Node(Container(job), "securityContext", "capabilities"), "drop").Select(drop => ((YamlScalarNode)drop).Value));
    }

    [Fact]
    public void A_pod_has_room_for_pwsh_beside_its_images()
    {
        YamlNode job = Job("job.yaml");
        int images = Megabytes(Arguments(job)["MemoryLimit"], "MB");
        Assert.True(Megabytes(Text(Container(job), "resources", "limits", "memory"), "Mi") - images >= 512);
        Assert.Equal(Text(Container(job), "resources", "requests", "memory"), Text(Container(job), "resources", "limits", "memory"));
    }

    [Fact]
    public void The_image_has_the_pwsh_that_the_tests_run()
    {
        string image = Read("deploy/kubernetes/Dockerfile"), tools = Read(".config/dotnet-tools.json");
        Assert.Contains($"PowerShell --version {Version().Match(tools).Groups[1].Value} ", image, StringComparison.Ordinal);
        Assert.Contains("STOPSIGNAL SIGINT", image, StringComparison.Ordinal);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>YamlDotNet takes a key that is there twice in one mapping for an error.</summary>
    private static YamlNode[] Documents(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Read(path)));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static YamlNode Job(string name) => Documents($"deploy/kubernetes/{name}").Single(document => Text(document, "kind") == "Job");

    private static YamlNode Container(YamlNode job) => Items(Node(job, "spec", "template", "spec"), "containers").Single();

    private static YamlNode Node(YamlNode from, params string[] path) => path.Aggregate(from, (node, key) => node[key]);

    private static string Text(YamlNode from, params string[] path) => ((YamlScalarNode)Node(from, path)).Value!;

    private static YamlNode[] Items(YamlNode from, string key) => [.. (YamlSequenceNode)from[key]];

    private static Dictionary<string, string> Variables(YamlNode job) => Items(Container(job), "env").ToDictionary(variable => Text(variable, "name"), variable => Text(variable, "value"));

    private static string[] Given(YamlNode job) => [.. Items(Container(job), "args").Select(argument => ((YamlScalarNode)argument).Value!)];

    /// <summary>By the parameter's name; a switch has no value.</summary>
    private static Dictionary<string, string> Arguments(YamlNode job)
    {
        string[] given = Given(job);
        return Enumerable.Range(0, given.Length).Where(i => given[i].StartsWith('-')).ToDictionary(i => given[i][1..], i => i + 1 < given.Length && !given[i + 1].StartsWith('-') ? given[i + 1] : string.Empty);
    }

    private static int Megabytes(string text, string unit) => int.Parse(text.Replace(unit, string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?m)^    .*\] \$(\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex("\"version\": \"(7[^\"]+)\"")]
    private static partial Regex Version();
}
