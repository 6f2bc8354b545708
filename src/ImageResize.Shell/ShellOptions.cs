using System.Management.Automation.Runspaces;

namespace ImageResize.Shell;

/// <summary>The parsed command line. It follows pwsh's, as far as the shell goes.</summary>
internal sealed record ShellOptions
{
    /// <summary>What to do.</summary>
    public ShellAction Action { get; private init; }

    /// <summary>The text to run, or the script's path as given.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The arguments of the script, named ones with their dash.</summary>
    public IReadOnlyList<CommandParameter> Arguments { get; private init; } = [];

    /// <summary>Whether to leave the ImageResize module out.</summary>
    public bool NoModule { get; private init; }

    /// <summary>Whether questions fail instead of waiting for an answer.</summary>
    public bool NonInteractive { get; private init; }

    /// <summary>What is wrong with the command line; null where it is right.</summary>
    public string? Problem { get; private init; }

    /// <summary>Parses the process's arguments. Never throws: see <see cref="Problem"/>.</summary>
    public static ShellOptions Parse(IReadOnlyList<string> args)
    {
        var options = new ShellOptions();
        for (int i = 0; i < args.Count; i++)
        {
            string[] rest = [.. args.Skip(i + 1)];
            switch (OptionName(args[i]))
            {
                case "nomodule":
                    options = options with { NoModule = true };
                    break;

                case "noninteractive":
                    options = options with { NonInteractive = true };
                    break;

                case "noprofile" or "nop" or "nologo":
                    break;

                case "help" or "h" or "?":
                    return options with { Action = ShellAction.Help };

                case "command" or "c":
                    return Command(options, rest);

                case "file" or "f":
                    return rest.Length == 0
                        ? options with { Problem = "-File needs the path of a script." }
                        : File(options, rest[0], rest[1..]);

                case null:
                    return File(options, args[i], rest);

                default:
                    return options with { Problem = $"Unknown option '{args[i]}'." };
            }
        }

        return options with { Problem = "Nothing to run: give -Command or a script file." };
    }

    /// <summary>The option's name in lower case without its dashes, or null where the argument is no option.</summary>
    private static string? OptionName(string arg) =>
        arg.Length > 1 && arg[0] == '-' ? arg.TrimStart('-').ToLowerInvariant()
        : arg == "/?" ? "?"
        : null;

    private static ShellOptions Command(ShellOptions options, string[] rest) => rest switch
    {
        [] => options with { Problem = "-Command needs the text of a command." },
        ["-"] => options with { Action = ShellAction.StandardInput },
        _ => options with { Action = ShellAction.Command, Text = string.Join(' ', rest) },
    };

    private static ShellOptions File(ShellOptions options, string path, string[] rest) => System.IO.File.Exists(path)
        ? options with { Action = ShellAction.File, Text = Path.GetFullPath(path), Arguments = ScriptArguments(rest) }
        : options with { Problem = $"The script '{path}' does not exist." };

    /// <summary>
    /// The arguments as pwsh -File hands them on: everything is a string, "-Name" is left to the binder to be a switch
    /// or to take the next argument, and only "-Name:value" turns true and false into booleans.
    /// </summary>
    private static List<CommandParameter> ScriptArguments(string[] args)
    {
        var parameters = new List<CommandParameter>();
        string? pendingName = null;
        foreach (string arg in args)
        {
            int colon = arg.IndexOf(':', StringComparison.Ordinal);
            if (pendingName is not null)
            {
                parameters.Add(new CommandParameter(pendingName, arg));
                pendingName = null;
            }
            else if (arg.Length < 2 || arg[0] != '-')
                parameters.Add(new CommandParameter(null, arg));
            else if (colon < 0)
                parameters.Add(new CommandParameter(arg));
            else if (colon == arg.Length - 1)
                pendingName = arg[..colon];
            else
                parameters.Add(new CommandParameter(arg[..colon], BooleanOrText(arg[(colon + 1)..])));
        }

        return parameters;
    }

    private static object BooleanOrText(string value) =>
        bool.TryParse(value.StartsWith('$') ? value[1..] : value, out bool boolean) ? boolean : value;
}
