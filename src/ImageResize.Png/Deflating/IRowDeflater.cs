namespace ImageResize.Png.Deflating;

/// <summary>Deflates rows into a zlib stream.</summary>
internal interface IRowDeflater
{
    /// <summary>Adds a row.</summary>
    void Write(ReadOnlySpan<byte> data);

    /// <summary>Ends the stream, after at least one row, and frees what it took.</summary>
    void Complete();
}
