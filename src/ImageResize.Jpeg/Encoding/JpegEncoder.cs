using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata.Jpeg;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Encoding;

/// <summary>Encodes planar images, from the quantisation tables on; what stands before them is the caller's.</summary>
internal sealed class JpegEncoder
{
    private readonly BlockSource _blocks;
    private readonly StoredBlocks _stored;
    private readonly ScanWriter _scans;

    public JpegEncoder(BufferArena arena, Kernels kernels)
    {
        _blocks = new BlockSource(arena, kernels);
        _stored = new StoredBlocks(arena);
        _scans = new ScanWriter(arena);
    }

    /// <summary>What encoding an image takes in native memory besides its planes: at most so many bytes.</summary>
    public static long BytesFor(int width, int height, int planeCount, bool halvesChroma, bool isProgressive)
    {
        int mcu = halvesChroma ? 16 : 8, blocksInMcu = planeCount == 1 ? 1 : halvesChroma ? 6 : 3;
        // An axis swap changes which of them is wide.
        long across = (Math.Max(width, height) + mcu - 1) / mcu;
        long mcus = (long)((width + mcu - 1) / mcu) * ((height + mcu - 1) / mcu), blocks = mcus * blocksInMcu;
        if (!isProgressive)
            return BlockSource.Bytes + ScanWriter.BytesFor((int)across * blocksInMcu * SequentialTokens.MaxBlockTokens, blocks);
        int maxRowTokens = (int)across * Math.Max(blocksInMcu, mcu / 8 * ProgressiveAcTokens.MaxBlockTokens) + ProgressiveAcTokens.MaxPendingTokens;
        return BlockSource.Bytes + ScanWriter.BytesFor(maxRowTokens, blocks) + blocks * StoredBlocks.BlockBytes;
    }

    /// <summary>Writes the image, which is padded, up to and with the end-of-image marker.</summary>
    public void Encode(PlanarImage image, int quality, bool isProgressive, MarkerWriter markers, CancellationToken cancellation)
    {
        _blocks.Open(image, quality);
        int components = image.PlaneCount;
        for (int i = 0; i < Math.Min(components, 2); i++)
            markers.WriteQuantizationTable(i, _blocks.QuantizationTable(i));
        markers.WriteFrame(
            isProgressive ? Marker.Sof2Progressive : Marker.Sof0Baseline, image.Width, image.Height, components, image.HalvesChroma);
        long blocks = (long)_blocks.McusWide * _blocks.McusHigh * _blocks.BlocksInMcu;
        if (isProgressive)
        {
            _stored.Fill(_blocks, cancellation);
            foreach (ScanScript scan in ScanScript.Progressive(components))
            {
                TokenSource tokens = scan.Start == 0 ? new ProgressiveDcTokens(_stored, scan) : new ProgressiveAcTokens(_stored, scan);
                _scans.Write(tokens, blocks, scan, markers, cancellation);
            }
        }
        else
        {
            _scans.Write(new SequentialTokens(_blocks), blocks, ScanScript.Sequential(components), markers, cancellation);
        }

        markers.WriteAlone(Marker.Eoi);
    }
}
