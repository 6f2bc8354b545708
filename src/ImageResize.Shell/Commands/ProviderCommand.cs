using System.Management.Automation;
using ImageResize.Shell.Hosting;

namespace ImageResize.Shell.Commands;

/// <summary>A command over the items of a provider, whose objects and errors stream straight into it.</summary>
public abstract class ProviderCommand : PSCmdlet, IDynamicParameters
{
    private object? _dynamicParameters;
    private volatile object? _context;

    /// <summary>Includes hidden items, or overrides restrictions, as the provider sees fit.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The name patterns to include.</summary>
    private protected string[] IncludePatterns { get; set; } = [];

    /// <summary>The name patterns to exclude.</summary>
    private protected string[] ExcludePatterns { get; set; } = [];

    /// <summary>The filter in the provider's own language.</summary>
    private protected string? ProviderFilter { get; set; }

    /// <summary>Whether the paths are meant literally.</summary>
    private protected virtual bool IsLiteral => ParameterSetName.StartsWith("Literal", StringComparison.Ordinal);

    /// <summary>The parameters that the provider adds, as -File and -Directory of the file system.</summary>
    public object? GetDynamicParameters()
    {
        try
        {
            return _dynamicParameters = GetDynamicParameters(CreateContext());
        }
        catch (Exception e) when (e is RuntimeException or ArgumentException)
        {
            return null; // a path that leads nowhere is reported when the command runs
        }
    }

    /// <summary>Asks the provider for its parameters.</summary>
    private protected virtual object? GetDynamicParameters(object context) => null;

    /// <summary>Runs a call of the provider, with what it throws about a single path as an error record.</summary>
    private protected void ForPath(Action<object> call)
    {
        try
        {
            _context = CreateContext();
            call(_context);
        }
        catch (Exception e) when (e is IContainsErrorRecord and not FlowControlException and not PipelineStoppedException)
        {
            WriteError(new ErrorRecord(((IContainsErrorRecord)e).ErrorRecord, e));
        }
        finally
        {
            _context = null;
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        if (_context is { } context)
            EngineInternals.StopProvider(context);
    }

    private object CreateContext()
    {
        object context = EngineInternals.CreateProviderContext(this);
        EngineInternals.SetContextProperty(context, "Force", Force);
        EngineInternals.SetContextProperty(context, "SuppressWildcardExpansion", IsLiteral);
        EngineInternals.SetContextProperty(context, "DynamicParameters", _dynamicParameters);
        EngineInternals.SetFilters(context, IncludePatterns, ExcludePatterns, ProviderFilter);
        return context;
    }
}
