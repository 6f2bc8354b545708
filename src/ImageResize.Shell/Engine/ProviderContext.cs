using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;

namespace ImageResize.Shell.Engine;

/// <summary>
/// The engine's provider calls as its own item cmdlets make them. The public overloads collect all results before
/// they return any, and take no filter; with a context of the cmdlet the engine streams results, errors and
/// <c>-WhatIf</c> questions through the cmdlet, and applies Filter, Include and Exclude itself. The context and the
/// overloads that take it are internal, see <see cref="EngineInternals"/>.
/// </summary>
internal sealed class ProviderContext
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly Type ContextType = EngineInternals.FindType("System.Management.Automation.CmdletProviderContext");

    private readonly object _context;

    /// <param name="cmdlet">Whose streams are written to.</param>
    /// <param name="force">Whether hidden items are included, and read-only ones overwritten.</param>
    /// <param name="literalPath">Whether wildcards in paths are ordinary characters.</param>
    public ProviderContext(PSCmdlet cmdlet, bool force, bool literalPath)
    {
        _context = Activator.CreateInstance(ContextType, Hidden, binder: null, [cmdlet], culture: null)!;
        Set("Force", (SwitchParameter)force);
        Set("SuppressWildcardExpansion", literalPath);
    }

    /// <summary>The values of the parameters that the provider itself adds, such as -File and -Directory.</summary>
    public object? DynamicParameters
    {
        set => Set("DynamicParameters", value);
    }

    /// <summary>Limits the items that are found.</summary>
    public void SetFilters(string[]? include, string[]? exclude, string? filter) =>
        _context.GetType().GetMethod("SetFilters", Hidden)!.Invoke(_context, [Patterns(include), Patterns(exclude), filter]);

    /// <summary>Calls the overload of a provider method that takes a context as its last parameter.</summary>
    /// <param name="intrinsics">Such as <c>InvokeProvider.ChildItem</c>.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="arguments">All its arguments but the context.</param>
    public object? Call(object intrinsics, string method, params object?[] arguments)
    {
        foreach (MethodInfo candidate in intrinsics.GetType().GetMember(method, MemberTypes.Method, Hidden).Cast<MethodInfo>())
        {
            ParameterInfo[] parameters = candidate.GetParameters();
            if (parameters.Length == arguments.Length + 1 && parameters[^1].ParameterType == ContextType)
                return candidate.Invoke(intrinsics, BindingFlags.DoNotWrapExceptions, binder: null, [.. arguments, _context], culture: null);
        }

        throw EngineInternals.Missing($"{intrinsics.GetType().Name}.{method}");
    }

    private static Collection<string> Patterns(string[]? patterns) => new([.. patterns ?? []]);

    private void Set(string property, object? value) =>
        (ContextType.GetProperty(property, Hidden | BindingFlags.Public) ?? throw EngineInternals.Missing($"CmdletProviderContext.{property}"))
            .SetValue(_context, value);
}
