using ImageResize.Jpeg;

namespace ImageResize.Imaging;

/// <summary>
/// Finds the best quality at which an encoded image is not longer than wanted, by trials. Between two that are known, the next is
/// where the curve of a usual photo lies (how length grows with quality is much alike in JPEG, WebP and AVIF), kept so near to the
/// middle that the best is always found in time: about five trials, eight at most. Not thread safe.
/// </summary>
internal sealed class QualitySearch : IQualityChooser
{
    /// <summary>The most trials of a search.</summary>
    public const int MostTrials = 8;

    /// <summary>The quality tried first, unless there is a better one to begin with.</summary>
    private const int UsualStart = 75;

    /// <summary>From this quality on JPEG keeps all colour resolution, unless told otherwise.</summary>
    public const int FullChromaQuality = 90;

    /// <summary>What is left to the target, as a share of a step of quality, so that the next step is taken for too long without a trial.</summary>
    private const double ShareOfStep = 0.3;

    /// <summary>The length of a usual photo at qualities of 0, 10, … 100, as a share of that at 75.</summary>
    private static readonly double[] Curve = [0.10, 0.25, 0.38, 0.48, 0.57, 0.66, 0.76, 0.90, 1.15, 1.80, 5.5];

    private readonly long _target;
    private readonly int _least;
    private readonly int _most;
    private readonly ChromaSubsampling _chroma;
    private (int Quality, double Length)? _fits;
    private (int Quality, double Length)? _exceeds;
    private int _trials;

    /// <summary>Begins a search.</summary>
    /// <param name="target">Bytes that the image may have.</param>
    /// <param name="least">The least quality to try.</param>
    /// <param name="most">The best quality to try.</param>
    /// <param name="chroma">The resolution of colours.</param>
    public QualitySearch(long target, int least, int most, ChromaSubsampling chroma)
    {
        (_target, _least, _most, _chroma) = (target, least, most, chroma);

        // Whether colours are halved is decided first: what is halved cannot be had whole again.
        bool decidesChroma = chroma == ChromaSubsampling.Auto && least < FullChromaQuality && most >= FullChromaQuality;
        Next = decidesChroma ? FullChromaQuality : Math.Clamp(UsualStart, least, most);
    }

    /// <inheritdoc/>
    public int? Next { get; private set; }

    /// <summary>The best quality that was found; null where none is.</summary>
    public int? Best => _fits?.Quality;

    /// <summary>The length at the least quality that was tried, in bytes.</summary>
    public long LeastLength { get; private set; } = long.MaxValue;

    /// <inheritdoc/>
    public bool HalvesChroma(int quality) => _chroma == ChromaSubsampling.Auto ? quality < FullChromaQuality : _chroma == ChromaSubsampling.Yuv420;

    /// <inheritdoc/>
    public bool Note(long length)
    {
        int quality = Next ?? throw new InvalidOperationException("The search is over.");
        bool isLeast = length < LeastLength;
        LeastLength = Math.Min(length, LeastLength);
        _trials++;
        bool fits = length <= _target;
        bool isKept = fits || (_fits is null && isLeast);
        if (fits)
            _fits = (quality, length);
        else
            _exceeds = (quality, length);
        Next = Choose();
        return isKept;
    }

    private int? Choose()
    {
        int lower = _fits is { } fits ? fits.Quality + 1 : _least, upper = _exceeds is { } exceeds ? exceeds.Quality - 1 : _most;
        if (lower > upper || _trials >= MostTrials || IsNextTooLong())
            return null;

        // On either side of the next trial there may be no more qualities than the trials after it can tell apart by halves.
        int side = (1 << (MostTrials - _trials - 1)) - 1;
        return Math.Clamp(Math.Clamp(ByCurve(), lower, upper), Math.Max(lower, upper - side), Math.Min(upper, lower + side));
    }

    /// <summary>Whether so few bytes are left that one more step of quality, as steep as the curve is here, takes several times as many.</summary>
    private bool IsNextTooLong()
    {
        if (_fits is not { } low || _exceeds is not { } high || high.Length <= low.Length)
            return false;
        double steepness = Math.Log(high.Length / low.Length) / (Shape(high.Quality) - Shape(low.Quality));
        double step = steepness * (Shape(low.Quality + 1) - Shape(low.Quality));
        return Math.Log(_target / low.Length) < ShareOfStep * step;
    }

    /// <summary>Where the curve of a usual photo, bent so that it goes through what is known, has the length wanted.</summary>
    private int ByCurve()
    {
        double target = Math.Log(_target), share;
        if (_fits is { } low && _exceeds is { } high)
        {
            double from = Math.Log(low.Length), to = Math.Log(high.Length);
            double part = to > from ? (target - from) / (to - from) : 0.5;
            share = Shape(low.Quality) + part * (Shape(high.Quality) - Shape(low.Quality));
        }
        else
        {
            (int quality, double length) = (_fits ?? _exceeds)!.Value;
            share = Shape(quality) + target - Math.Log(length);
        }

        int result = _least;
        while (result < _most && Shape(result + 1) <= share)
            result++;
        return result;
    }

    private static double Shape(int quality)
    {
        int step = Math.Min(quality / 10, 9);
        return Math.Log(Curve[step]) + (quality - 10 * step) / 10.0 * (Math.Log(Curve[step + 1]) - Math.Log(Curve[step]));
    }
}
