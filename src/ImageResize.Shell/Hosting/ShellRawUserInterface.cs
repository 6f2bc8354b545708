using System.Management.Automation.Host;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// What the formatting engine needs to know about the screen: its size and the width of characters. Drawing on the screen's
/// buffer is not supported.
/// </summary>
internal sealed class ShellRawUserInterface : PSHostRawUserInterface
{
    // What System.Console calls an unknown colour: the terminal's own.
    private const ConsoleColor TerminalColor = (ConsoleColor)(-1);

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get; set; } = TerminalColor;

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get; set; } = TerminalColor;

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => new(TerminalSupport.Width, TerminalSupport.Height);
        set => throw Unsupported();
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => BufferSize;
        set => throw Unsupported();
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Coordinates CursorPosition { get; set; }

    /// <inheritdoc/>
    public override Coordinates WindowPosition { get; set; }

    /// <inheritdoc/>
    public override int CursorSize { get; set; } = 25;

    /// <inheritdoc/>
    public override string WindowTitle { get; set; } = "";

    /// <inheritdoc/>
    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    /// <inheritdoc/>
    public override int LengthInBufferCells(char source) => CellWidth.Of(source);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source) => source.Sum(CellWidth.Of);

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (Console.IsInputRedirected)
            throw new HostException("There is no keyboard to read a key from.");

        var key = Console.ReadKey(intercept: options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, 0, keyDown: true);
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
    }

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported();

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Unsupported();

    private static NotSupportedException Unsupported() => new("This shell does not give access to the screen's buffer.");
}
