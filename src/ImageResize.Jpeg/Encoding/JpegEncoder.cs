using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Scaling;
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
