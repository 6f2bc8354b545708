namespace ImageResize.Jpeg.Samples;

/// <summary>
/// Writes made-up images as JPEG files in every way that the codec reads: a test encoder, plain and slow. Every scan gets its
/// own Huffman tables, with codes of all lengths: the k-th most frequent symbol has a code of about k bits up to 16.
/// </summary>
internal sealed class SampleWriter
{
    private readonly List<byte> _bytes = [];
    private readonly SampleImage _image;
    private readonly SampleFormat _format;
    private int _bitBuffer, _bitCount, _restarts;

    private SampleWriter(SampleImage image, SampleFormat format)
    {
        _image = image;
        _format = format;
    }

    public static byte[] Write(SampleImage image, SampleFormat format) => new SampleWriter(image, format).Write();

    private byte[] Write()
    {
        AddMarker(0xD8);
        _bytes.AddRange(_format.Prefix);
        for (int i = 0; i < _image.Components.Length; i++)
            AddQuantization(i, _image.Components[i].Steps);
        AddFrame();
        if (_format.RestartInterval > 0)
            AddSegment(0xDD, [(byte)(_format.RestartInterval >> 8), (byte)_format.RestartInterval]);
        bool isFirst = true;
        foreach (SampleScan scan in Scans())
        {
            AddScan(scan);
            if (isFirst && _format.HasLateHeight)
                AddSegment(0xDC, [(byte)(_image.Height >> 8), (byte)_image.Height]);
            isFirst = false;
        }

        AddMarker(0xD9);
        return [.. _bytes];
    }

    private IEnumerable<SampleScan> Scans()
    {
        int[] all = [.. Enumerable.Range(0, _image.Components.Length)];
        if (!_format.IsProgressive)
            return _format.SeparatesScans ? all.Select(c => new SampleScan([c], 0, 63, 0, 0)) : [new SampleScan(all, 0, 63, 0, 0)];
        var scans = new List<SampleScan> { new(all, 0, 0, 0, 1) };
        foreach (int component in all)
        {
            scans.Add(new([component], 1, 5, 0, 2));
            scans.Add(new([component], 6, 63, 0, 2));
            scans.Add(new([component], 1, 63, 2, 1));
        }

        scans.Add(new(all, 0, 0, 1, 0));
        scans.AddRange(all.Select(component => new SampleScan([component], 1, 63, 1, 0)));
        return scans;
    }

    private void AddFrame()
    {
        int height = _format.HasLateHeight ? 0 : _image.Height;
        var frame = new List<byte>
        {
            8, (byte)(height >> 8), (byte)height, (byte)(_image.Width >> 8), (byte)_image.Width, (byte)_image.Components.Length,
        };
        for (int i = 0; i < _image.Components.Length; i++)
            frame.AddRange([_format.ComponentIds[i], (byte)(_image.Components[i].H << 4 | _image.Components[i].V), (byte)i]);
        AddSegment(_format.IsProgressive ? (byte)0xC2 : _format.FrameMarker, [.. frame]);
    }

    private void AddQuantization(int table, ushort[] steps)
    {
        var content = new List<byte> { (byte)((_format.HasWideTables ? 0x10 : 0) | table) };
        foreach (ushort step in steps)
        {
            if (_format.HasWideTables)
                content.Add((byte)(step >> 8));
            content.Add((byte)step);
        }

        AddSegment(0xDB, [.. content]);
    }

    private void AddScan(SampleScan scan)
    {
        List<SampleSymbols.Item> items = new SampleSymbols(_image, _format, scan).Make();
        Dictionary<int, (int Code, int Length)>[] codes = [.. Enumerable.Range(0, 4).Select(table => AddTable(table, items))];
        var header = new List<byte> { (byte)scan.Components.Length };
        foreach (int component in scan.Components)
            header.AddRange([_format.ComponentIds[component], (byte)(_format.HasChromaTables && component > 0 ? 0x11 : 0)]);
        header.AddRange([(byte)scan.Start, (byte)scan.End, (byte)(scan.High << 4 | scan.Low)]);
        AddSegment(0xDA, [.. header]);
        _restarts = 0;
        foreach (SampleSymbols.Item item in items)
        {
            if (item.Table == -2)
            {
                FlushBits();
                AddMarker((byte)(0xD0 + (_restarts++ & 7)));
                continue;
            }

            if (item.Table >= 0)
                AddBits(codes[item.Table][item.Symbol].Code, codes[item.Table][item.Symbol].Length);
            AddBits(item.Bits, item.Length);
        }

        FlushBits();
    }

    /// <summary>Lengths 2, 2, 3, 4, ... for the most frequent symbols while they leave room for the rest at 16 bits.</summary>
    private Dictionary<int, (int Code, int Length)> AddTable(int table, List<SampleSymbols.Item> items)
    {
        int[] symbols = [.. items.Where(i => i.Table == table).GroupBy(i => i.Symbol).OrderByDescending(g => g.Count()).Select(g => g.Key)];
        var codes = new Dictionary<int, (int, int)>();
        if (symbols.Length == 0)
            return codes;
        var counts = new byte[16];
        int code = 0, length = 1;
        for (int i = 0; i < symbols.Length; i++)
        {
            // A length is fit if one code of it leaves enough codes of 16 bits for all others, and for the one of ones.
            int wanted = Math.Min(16, Math.Max(length, 1 + i));
            code <<= wanted - length;
            length = wanted;
            while (((1 << length) - code - 1) << (16 - length) < symbols.Length - i)
            {
                code <<= 1;
                length++;
            }

            codes[symbols[i]] = (code++, length);
            counts[length - 1]++;
        }

        AddSegment(0xC4, [(byte)((table & 1) << 4 | table >> 1), .. counts, .. symbols.Select(s => (byte)s)]);
        return codes;
    }

    private void AddBits(int bits, int length)
    {
        for (int i = length - 1; i >= 0; i--)
        {
            _bitBuffer = _bitBuffer << 1 | (bits >> i & 1);
            if (++_bitCount < 8)
                continue;
            _bytes.Add((byte)_bitBuffer);
            if ((byte)_bitBuffer == 0xFF)
                _bytes.Add(0);
            _bitBuffer = _bitCount = 0;
        }
    }

    private void FlushBits()
    {
        while (_bitCount != 0)
            AddBits(1, 1);
    }

    private void AddMarker(byte code)
    {
        if (_format.HasFillBytes && code != 0xD8)
            _bytes.AddRange([0xFF, 0xFF]);
        _bytes.AddRange([0xFF, code]);
    }

    private void AddSegment(byte code, byte[] content)
    {
        AddMarker(code);
        _bytes.AddRange([(byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);
    }
}
