using NetVips;

namespace ImageResize.Testing;

/// <summary>An output, decoded by an independent reading of the file, for looking at its pixels and its metadata.</summary>
public sealed class Picture : IDisposable
{
    private readonly Image _stored;
    private readonly Image _srgb;

    // What libvips thinks of the files that tests make is not for the console.
    static Picture() => Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });

    private Picture(Image stored)
    {
        _stored = stored;
        _srgb = stored.Bands < 3 || stored.Interpretation == Enums.Interpretation.Srgb ? stored.Copy() : stored.Colourspace(Enums.Interpretation.Srgb);
    }

    public int Width => _stored.Width;

    public int Height => _stored.PageHeight;

    public int Frames => _stored.Height / _stored.PageHeight;

    public int Bands => _stored.Bands;

    public bool HasAlpha => _stored.HasAlpha();

    public bool IsDeep => _stored.Format == Enums.BandFormat.Ushort;

    public string Loader => _stored.Contains("vips-loader") ? (string)_stored.Get("vips-loader") : "";

    /// <summary>Opens a file with all its frames; the orientation tag is not applied.</summary>
    public static Picture Open(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (OtherReader.Knows(bytes))
            return new Picture(OtherReader.Read(bytes));
        Image first = Image.NewFromBuffer(bytes);
        bool animated = (string)first.Get("vips-loader") is "gifload_buffer" or "webpload_buffer";
        return new Picture(animated ? Image.NewFromBuffer(bytes, "n=-1") : first);
    }

    public bool Has(string field) => _stored.Contains(field);

    public object Field(string field) => _stored.Get(field);

    public string[] Fields() => _stored.GetFields();

    /// <summary>The colour at a share of width and height (0 to 1) of a frame.</summary>
    public Rgb At(double across, double down, int frame = 0)
    {
        double[] point = _srgb.Getpoint((int)(across * (Width - 1)), frame * Height + (int)(down * (Height - 1)));
        int Sample(int band) => (int)Math.Round(point[Math.Min(band, point.Length - 1)]);
        return _srgb.Bands < 3 ? new Rgb(Sample(0), Sample(0), Sample(0)) : new Rgb(Sample(0), Sample(1), Sample(2));
    }

    /// <summary>The raw samples at a share of width and height.</summary>
    public double[] Samples(double across, double down) =>
        _stored.Getpoint((int)(across * (Width - 1)), (int)(down * (Height - 1)));

    /// <summary>Whether the four corners have their colours, upright.</summary>
    public bool IsUpright(int tolerance = 30) =>
        At(0.2, 0.2).IsNear(Rgb.Red, tolerance) && At(0.8, 0.2).IsNear(Rgb.Green, tolerance)
        && At(0.8, 0.8).IsNear(Rgb.Blue, tolerance) && At(0.2, 0.8).IsNear(Rgb.Yellow, tolerance);

    /// <summary>The brightest sample of a picture with a gain map in full light, where 1 is white paper.</summary>
    public double BrightestLight()
    {
        using Image light = _stored.Uhdr2scRGB();
        return light.Max();
    }

    public void Dispose()
    {
        _srgb.Dispose();
        _stored.Dispose();
    }
}
