using ImageResize.Jpeg.Scaling;

namespace ImageResize.Jpeg.Encoding;

/// <summary>What encoding an output takes in memory besides its planes.</summary>
internal static class EncodingBuffers
{
    /// <summary>At most so many bytes of native memory.</summary>
    public static long BytesFor(OutputPlan output)
    {
        int mcu = output.HalvesChroma ? 16 : 8, blocksInMcu = output.PlaneCount == 1 ? 1 : output.HalvesChroma ? 6 : 3;
        // An axis swap changes which of them is wide.
        long across = (Math.Max(output.Width, output.Height) + mcu - 1) / mcu;
        long mcus = (long)((output.Width + mcu - 1) / mcu) * ((output.Height + mcu - 1) / mcu), blocks = mcus * blocksInMcu;
        if (!output.Options.Progressive)
            return BlockSource.Bytes + ScanWriter.BytesFor((int)across * blocksInMcu * SequentialTokens.MaxBlockTokens, blocks);
        int maxRowTokens = (int)across * Math.Max(blocksInMcu, mcu / 8 * ProgressiveAcTokens.MaxBlockTokens) + ProgressiveAcTokens.MaxPendingTokens;
        return BlockSource.Bytes + ScanWriter.BytesFor(maxRowTokens, blocks) + blocks * StoredBlocks.BlockBytes;
    }
}
