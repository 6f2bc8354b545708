namespace ImageResize.Core.Tests;

/// <summary>A file on a disk that is full beyond a number of bytes: a write goes as far as there is room.</summary>
internal sealed class SmallDisk(int capacity) : MemoryStream
{
    public int Room { get; set; } = capacity;

    public override void Write(byte[] buffer, int offset, int count)
    {
        int room = Math.Max(0, Room - (int)Position);
        base.Write(buffer, offset, Math.Min(room, count));
        if (room < count)
            throw new IOException("No space left on device", 28);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);
}
