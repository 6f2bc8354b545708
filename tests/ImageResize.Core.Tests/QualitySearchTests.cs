using ImageResize.Imaging;

namespace ImageResize.Core.Tests;

public sealed class QualitySearchTests
{
    /// <summary>Lengths of encoders of several kinds: as usual, flat, steep, in steps, and hardly rising.</summary>
    public static TheoryData<string> Encoders => ["usual", "flat", "steep", "steps", "even"];

    [Theory]
    [MemberData(nameof(Encoders))]
    public void The_best_quality_that_fits_is_found_in_few_trials(string encoder)
    {
        int trials = 0, searches = 0;
        for (int wanted = 1; wanted <= 100; wanted++)
        {
            long target = LengthOf(encoder, wanted);
            var search = new QualitySearch(target, 1, 100, ChromaSubsampling.Yuv420);
            int kept = 0;
            while (search.Next is { } quality)
            {
                trials++;
                if (search.Note(LengthOf(encoder, quality)))
                    kept = quality;
            }

            searches++;
            Assert.Equal(search.Best, kept);
            Assert.True(LengthOf(encoder, kept) <= target);
            int best = Enumerable.Range(1, 100).Last(quality => LengthOf(encoder, quality) <= target);
            Assert.Equal(LengthOf(encoder, best), LengthOf(encoder, kept));
        }

        Assert.InRange((double)trials / searches, 1, encoder == "usual" ? 5.5 : 7);
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void No_search_takes_more_trials_than_it_may_and_one_that_fails_has_tried_the_least(string encoder)
    {
        var search = new QualitySearch(LengthOf(encoder, 1) - 1, 1, 100, ChromaSubsampling.Auto);
        var tried = new List<int>();
        while (search.Next is { } quality)
        {
            tried.Add(quality);
            search.Note(LengthOf(encoder, quality));
        }

        Assert.Null(search.Best);
        Assert.Contains(1, tried);
        Assert.InRange(tried.Count, 1, QualitySearch.MostTrials);
        Assert.Equal(LengthOf(encoder, 1), search.LeastLength);
    }

    [Fact]
    public void Colours_that_are_halved_are_never_wanted_whole_again()
    {
        for (int wanted = 1; wanted <= 100; wanted++)
        {
            var search = new QualitySearch(LengthOf("usual", wanted), 1, 100, ChromaSubsampling.Auto);
            bool isHalf = false;
            while (search.Next is { } quality)
            {
                Assert.False(isHalf && !search.HalvesChroma(quality));
                isHalf = search.HalvesChroma(quality);
                search.Note(LengthOf("usual", quality));
            }
        }
    }

    [Fact]
    public void A_limit_that_fits_is_the_end() =>
        Assert.Equal((60, null), Tried(new QualitySearch(long.MaxValue, 1, 60, ChromaSubsampling.Auto), 10));

    private static (int? Best, int? Next) Tried(QualitySearch search, long length)
    {
        search.Note(length);
        return (search.Best, search.Next);
    }

    private static long LengthOf(string encoder, int quality) => encoder switch
    {
        "usual" => (long)(20_000 * Math.Exp(quality / 30.0 + Math.Pow(quality / 100.0, 8) * 1.2)),
        "flat" => 100_000 + 200 * quality,
        "steep" => (long)(500 * Math.Exp(quality / 12.0)),
        "steps" => 10_000 + quality / 3 * 3_000,
        _ => 50_000 + 1_000 * quality,
    };
}
