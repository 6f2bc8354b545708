namespace ImageResize.Imaging;

/// <summary>Where libvips decodes (the parameter <c>-Isolation</c>).</summary>
public enum IsolationMode
{
    /// <summary>In the process of PowerShell: a crash of it would end that.</summary>
    None,

    /// <summary>In child processes, each with a ceiling of memory and a limit of time: a crash costs one image.</summary>
    Process,
}
