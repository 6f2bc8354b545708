using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Tests;

public sealed class JpegScannerTests
{
    /// <summary>The segment of a scan without content.</summary>
    private static readonly byte[] EmptySegment = [0, 2];

    [Theory]
    [InlineData(new byte[] { 0x12 })]
    [InlineData(new byte[] { 0xFF, 0x00 })]
    [InlineData(new byte[] { 0x55, 0xFF, 0xD3 })]
    [InlineData(new byte[] { 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0x01, 0x00 })]
    public void The_end_is_found_wherever_it_lies_behind_stuffing_restarts_and_fill_bytes(byte[] filling)
    {
        for (int length = 0; length < 100; length++)
        {
            byte[] data = [.. EmptySegment, .. Enumerable.Range(0, length).Select(i => filling[i % filling.Length]), 0, 0xFF, 0xD9, 0x77, 0xFF, 0xD9];
            int end = EmptySegment.Length + length + 3;
            Assert.Equal(end, JpegScanner.FindEnd(new MemorySource(data), 0));
            Assert.Equal(end, JpegScanner.FindEnd(new StreamSource(new MemoryStream(data)), 0));
            Assert.Equal(-1, JpegScanner.FindEnd(new MemorySource(data.AsMemory(0, end - 1)), 0));
        }
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public void A_marker_on_the_edge_of_what_is_read_at_once_is_found(int before)
    {
        byte[] data = [.. EmptySegment, .. new byte[before - 1], 0xFF, 0xE1, 0, 2, 0xFF, 0xD9];
        Assert.Equal(data.Length, JpegScanner.FindEnd(new StreamSource(new MemoryStream(data)), 0, out bool hasMetadata));
        Assert.True(hasMetadata);
    }
}
