using ImageResize.Files;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Core.Tests;

/// <summary>A disk on which one kind of operation fails.</summary>
internal sealed class FailingFiles : IFileLayer
{
    public Func<string, Exception?> Fail { get; init; } = _ => null;

    public List<string> Calls { get; } = [];

    public SafeFileHandle OpenRead(string path)
    {
        Try("open");
        return LocalFileLayer.Instance.OpenRead(path);
    }

    public int Read(SafeFileHandle handle, Span<byte> buffer, long offset)
    {
        Try("read");
        return LocalFileLayer.Instance.Read(handle, buffer, offset);
    }

    public SafeFileHandle CreateNew(string path, UnixFileMode mode)
    {
        Try("create");
        SafeFileHandle handle = LocalFileLayer.Instance.CreateNew(path, mode);
        Try("created");
        return handle;
    }

    public void Write(SafeFileHandle handle, ReadOnlySpan<byte> bytes, long offset)
    {
        LocalFileLayer.Instance.Write(handle, bytes[..(bytes.Length / 2)], offset);
        Try("write");
        LocalFileLayer.Instance.Write(handle, bytes[(bytes.Length / 2)..], offset + bytes.Length / 2);
    }

    public void Flush(SafeFileHandle handle)
    {
        Try("flush");
        LocalFileLayer.Instance.Flush(handle);
    }

    public void Move(string from, string to, bool overwrite)
    {
        Try("move");
        LocalFileLayer.Instance.Move(from, to, overwrite);
    }

    public void Delete(string path)
    {
        Try("delete");
        LocalFileLayer.Instance.Delete(path);
    }

    public void CreateDirectory(string path)
    {
        Try("mkdir");
        LocalFileLayer.Instance.CreateDirectory(path);
    }

    private void Try(string operation)
    {
        lock (Calls)
            Calls.Add(operation);
        if (Fail(operation) is { } exception)
            throw exception;
    }
}
