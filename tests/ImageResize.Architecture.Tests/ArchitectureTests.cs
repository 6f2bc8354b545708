using Mono.Cecil;

namespace ImageResize.Architecture.Tests;

/// <summary>
/// The order of the rooms, read from the assemblies of both modules in lib/ and MoreFormats/lib: what is against it fails here, whoever wrote it and
/// whatever the reviewer saw. To change the order, change <see cref="Rooms"/> and docs/architecture.md.
/// </summary>
public sealed class ArchitectureTests
{
    private static readonly ModuleDefinition[] Modules = [.. ((string[])["lib", "MoreFormats/lib"]).SelectMany(folder => Directory.GetFiles(Path.Combine(Root(), folder), "ImageResize*.dll")).Select(ModuleDefinition.ReadModule)];
    private static readonly IReadOnlyList<RoomReference> References = CompiledReferences.Between(Modules);

    [Fact]
    public void The_assemblies_were_found_and_know_each_other()
    {
        Assert.Contains(Modules, module => module.Assembly.Name.Name == Rooms.Core);
        Assert.Contains(References, reference => reference.From.Project == Rooms.Module && reference.To.Project == Rooms.Core);
    }

    [Fact]
    public void Every_room_has_its_place()
    {
        IEnumerable<Room> rooms = Modules.SelectMany(module => module.Types).Select(CompiledReferences.RoomOf).OfType<Room>().Distinct();
        AssertNone(rooms.Where(room => Rooms.ProjectOf(room) is not { } project || (project.Folders.Length > 0 && project.LevelOf(room.Namespace) < 0)));
    }

    [Fact]
    public void No_room_knows_one_above_it() =>
        AssertNone(References.Where(reference => !Rooms.Allows(reference.From, reference.To)));

    [Fact]
    public void No_rooms_know_each_other_in_a_circle()
    {
        // Take away the rooms that know none of those left, or are known by none, again and again: what stays is a circle.
        List<RoomReference> left = [.. References.Where(reference => Rooms.ProjectOf(reference.From)?.Folders.Length > 0)];
        while (left.RemoveAll(reference => !left.Exists(next => next.From == reference.To) || !left.Exists(before => before.To == reference.From)) > 0)
        {
        }

        AssertNone(left);
    }

    [Fact]
    public void Only_the_surface_is_public()
    {
        foreach (ModuleDefinition module in Modules)
        {
            if (Rooms.Surface.TryGetValue(module.Assembly.Name.Name, out string[]? surface))
                Assert.Equal(surface.Order(StringComparer.Ordinal), module.Types.Where(type => type.IsPublic).Select(type => type.FullName[(Rooms.Module.Length + 1)..]).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_map_shows_the_rooms_as_they_are()
    {
        string map = File.ReadAllText(Path.Combine(Root(), "docs", "architecture.md"));
        Assert.All(Rooms.Projects, project => Assert.Contains(project.ToString(), map, StringComparison.Ordinal));
    }

    private static void AssertNone<T>(IEnumerable<T> offenders) => Assert.True(!offenders.Any(), string.Join(Environment.NewLine, offenders));

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ImageResize.psd1")))
                return folder.FullName;
        throw new FileNotFoundException("ImageResize.psd1 is not above the tests.");
    }
}
