using System.Management.Automation;
using System.Management.Automation.Host;

namespace ImageResize.Shell.Hosting;

/// <summary>The screen: its size, which formatting needs, and little else.</summary>
internal sealed class ShellRawUserInterface : PSHostRawUserInterface
{
    // "As it is": the colours of the terminal are not known, and must not be replaced by guesses.
    private const ConsoleColor Unchanged = (ConsoleColor)(-1);

    public override ConsoleColor ForegroundColor { get; set; } = Unchanged;

    public override ConsoleColor BackgroundColor { get; set; } = Unchanged;

    public override Size BufferSize
    {
        get => new(TerminalSize.Width, TerminalSize.Height);
        set { }
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set { }
    }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override string WindowTitle { get; set; } = "ImageResize.Shell";

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source.AsSpan(offset));

    public override int LengthInBufferCells(char source) => CellWidth.Of(source);

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
            Console.ReadKey(intercept: true);
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (Console.IsInputRedirected)
            throw NoScreen();

        ConsoleKeyInfo key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoScreen();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw NoScreen();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoScreen();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NoScreen();

    private static PSNotSupportedException NoScreen() => new("ImageResize.Shell has no access to the contents of the screen.");
}
