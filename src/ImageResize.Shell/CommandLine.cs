using System.Diagnostics.CodeAnalysis;

namespace ImageResize.Shell;

/// <summary>What the process was asked to do.</summary>
internal sealed record CommandLine
{
    /// <summary>Whether only the help text is wanted.</summary>
    public bool Help { get; private init; }

    /// <summary>Whether the ImageResize module is left out.</summary>
    public bool NoModule { get; private init; }

    /// <summary>The command text, or null where a script file is to run.</summary>
    public string? Command { get; private init; }

    /// <summary>The full path of the script file, or null where a command is to run.</summary>
    public string? File { get; private init; }

    /// <summary>The arguments of the script file, as given.</summary>
    public IReadOnlyList<string> Arguments { get; private init; } = [];

    /// <summary>Reads the arguments of the process.</summary>
    /// <param name="arguments">The arguments of the process.</param>
    /// <param name="commandLine">What they ask for.</param>
    /// <param name="problem">Otherwise, one sentence on what is wrong with them.</param>
    /// <returns>Whether the arguments make sense.</returns>
    public static bool TryParse(
        string[] arguments,
        [NotNullWhen(true)] out CommandLine? commandLine,
        [NotNullWhen(false)] out string? problem)
    {
        commandLine = null;
        problem = null;
        bool noModule = false;

        for (int i = 0; i < arguments.Length; i++)
        {
            string[] rest = arguments[(i + 1)..];
            switch (arguments[i].ToLowerInvariant())
            {
                case "-help" or "-h" or "-?" or "--help":
                    commandLine = new CommandLine { Help = true };
                    return true;

                case "-nomodule":
                    noModule = true;
                    break;

                // Typed out of habit; there is no profile, no logo and no prompt to leave out here.
                case "-noprofile" or "-nologo" or "-noninteractive":
                    break;

                case "-command" or "-c":
                    if (rest.Length == 0)
                    {
                        problem = "-Command needs the text of a command.";
                        return false;
                    }

                    commandLine = new CommandLine { NoModule = noModule, Command = string.Join(' ', rest) };
                    return true;

                case "-file" or "-f":
                    if (rest.Length == 0)
                    {
                        problem = "-File needs the path of a script.";
                        return false;
                    }

                    return TryParseFile(rest[0], rest[1..], noModule, out commandLine, out problem);

                case ['-', ..]:
                    problem = $"'{arguments[i]}' is not an option of ImageResize.Shell.";
                    return false;

                default:
                    return TryParseFile(arguments[i], rest, noModule, out commandLine, out problem);
            }
        }

        problem = "Nothing to run: give a command or a script file. An interactive prompt is what pwsh is for.";
        return false;
    }

    private static bool TryParseFile(
        string path,
        string[] arguments,
        bool noModule,
        [NotNullWhen(true)] out CommandLine? commandLine,
        [NotNullWhen(false)] out string? problem)
    {
        commandLine = null;
        problem = null;
        if (!path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
        {
            problem = $"'{path}' is not a .ps1 script. To run a command, put -Command before it.";
            return false;
        }

        if (!System.IO.File.Exists(path))
        {
            problem = $"The script '{path}' does not exist.";
            return false;
        }

        commandLine = new CommandLine { NoModule = noModule, File = Path.GetFullPath(path), Arguments = arguments };
        return true;
    }
}
