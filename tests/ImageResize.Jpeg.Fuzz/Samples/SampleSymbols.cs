namespace ImageResize.Jpeg.Samples;

/// <summary>
/// The symbols of scans, written after the procedures of ITU T.81 (F.1.2 and G.1.2) with no thought of speed, and without
/// any code of the product, so that both cannot share a mistake.
/// </summary>
internal sealed class SampleSymbols(SampleImage image, SampleFormat format, SampleScan scan)
{
    /// <summary>A symbol of table 0 (DC), 1 (AC), or those of the second and later components (2 and 3), with bits; table -1 for bits alone, -2 for a restart.</summary>
    public readonly record struct Item(int Table, int Symbol, int Length, int Bits);

    private readonly List<Item> _items = [];
    private readonly List<int> _correctionBits = [];
    private readonly int[] _predictions = new int[4];
    private int _run;

    public List<Item> Make()
    {
        int[] components = scan.Components;
        SampleComponent first = image.Components[components[0]];
        (int wide, int high) = components.Length > 1 ? (image.McusWide, image.McusHigh) : (first.RealWide, first.RealHigh);
        int count = 0;
        for (int y = 0; y < high; y++)
        {
            for (int x = 0; x < wide; x++)
            {
                if (format.RestartInterval > 0 && count > 0 && count % format.RestartInterval == 0)
                    Restart();
                count++;
                AddMcu(components, x, y);
            }
        }

        EndRun();
        return _items;
    }

    private void AddMcu(int[] components, int x, int y)
    {
        if (components.Length == 1)
        {
            AddBlock(components[0], image.Components[components[0]].Block(x, y));
            return;
        }

        foreach (int index in components)
        {
            SampleComponent component = image.Components[index];
            for (int v = 0; v < component.V; v++)
            {
                for (int h = 0; h < component.H; h++)
                    AddBlock(index, component.Block(x * component.H + h, y * component.V + v));
            }
        }
    }

    private void Restart()
    {
        EndRun();
        _items.Add(new Item(-2, 0, 0, 0));
        Array.Clear(_predictions);
    }

    private void AddBlock(int component, Span<short> block)
    {
        if (!format.IsProgressive)
        {
            AddDc(component, block[0]);
            AddSequentialAc(component, block);
        }
        else if (scan.Start == 0)
        {
            if (scan.High == 0)
                AddDc(component, block[0] >> scan.Low);
            else
                _items.Add(new Item(-1, 0, 1, block[0] >> scan.Low & 1));
        }
        else if (scan.High == 0)
        {
            AddFirstAc(block);
        }
        else
        {
            AddRefinement(block);
        }
    }

    private void AddDc(int component, int value)
    {
        int difference = value - _predictions[component];
        _predictions[component] = value;
        AddValue(TableOf(component), 0, difference);
    }

    private void AddValue(int table, int run, int value)
    {
        int size = 0;
        while (Math.Abs(value) >> size != 0)
            size++;
        _items.Add(new Item(table, run << 4 | size, size, (value < 0 ? value - 1 : value) & ((1 << size) - 1)));
    }

    private void AddSequentialAc(int component, Span<short> block)
    {
        int run = 0, table = TableOf(component) + 1;
        for (int k = 1; k < 64; k++)
        {
            if (block[k] == 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16)
                _items.Add(new Item(table, 0xF0, 0, 0));
            AddValue(table, run, block[k]);
            run = 0;
        }

        if (run > 0)
            _items.Add(new Item(table, 0, 0, 0));
    }

    private int TableOf(int component) => format.HasChromaTables && component > 0 ? 2 : 0;

    private int Cut(short value) => Math.Abs((int)value) >> scan.Low;

    private void AddFirstAc(Span<short> block)
    {
        int run = 0;
        for (int k = scan.Start; k <= scan.End; k++)
        {
            int magnitude = Cut(block[k]);
            if (magnitude == 0)
            {
                run++;
                continue;
            }

            EndRun();
            for (; run > 15; run -= 16)
                _items.Add(new Item(1, 0xF0, 0, 0));
            AddValue(1, run, block[k] < 0 ? -magnitude : magnitude);
            run = 0;
        }

        if (run > 0 && ++_run == 0x7FFF)
            EndRun();
    }

    private void AddRefinement(Span<short> block)
    {
        int lastNew = -1, run = 0;
        for (int k = scan.Start; k <= scan.End; k++)
            lastNew = Cut(block[k]) == 1 ? k : lastNew;
        var own = new List<int>();
        for (int k = scan.Start; k <= scan.End; k++)
        {
            int magnitude = Cut(block[k]);
            if (magnitude == 0)
            {
                run++;
                continue;
            }

            for (; run > 15 && k <= lastNew; run -= 16)
            {
                EndRun();
                _items.Add(new Item(1, 0xF0, 0, 0));
                AddBits(own);
            }

            if (magnitude > 1)
            {
                own.Add(magnitude & 1);
                continue;
            }

            EndRun();
            _items.Add(new Item(1, run << 4 | 1, 1, block[k] < 0 ? 0 : 1));
            AddBits(own);
            run = 0;
        }

        if (run == 0 && own.Count == 0)
            return;
        _correctionBits.AddRange(own);
        if (++_run == 0x7FFF || _correctionBits.Count > 900)
            EndRun();
    }

    private void AddBits(List<int> bits)
    {
        foreach (int bit in bits)
            _items.Add(new Item(-1, 0, 1, bit));
        bits.Clear();
    }

    private void EndRun()
    {
        if (_run == 0)
            return;
        int size = 0;
        while (_run >> (size + 1) != 0)
            size++;
        _items.Add(new Item(1, size << 4, size, _run & ((1 << size) - 1)));
        _run = 0;
        AddBits(_correctionBits);
    }
}
