using ImageResize.Report.Html;

namespace ImageResize.Report.Charts;

/// <summary>Where the workers' time went: one bar, a part for each stage. Waiting is no work and not in it.</summary>
internal static class StageChart
{
    private const double Width = 420, Height = 26, Gap = 2;

    /// <summary>The stages in which a worker works, and what people call them.</summary>
    public static IReadOnlyList<(Stage Stage, string Name)> Stages { get; } =
    [
        (Stage.Read, "Read"), (Stage.Scale, "Decode and scale"), (Stage.Encode, "Encode"), (Stage.Write, "Write"),
    ];

    /// <summary>The style of a stage's colour.</summary>
    public static string StyleOf(Stage stage) => "stage-" + stage.ToString().ToLowerInvariant();

    /// <summary>The stages in which an image waits.</summary>
    public static IReadOnlyList<(Stage Stage, string Name)> Waits { get; } =
    [
        (Stage.Queue, "Waiting in the queue"), (Stage.Rate, "Waiting for the rate limit"), (Stage.Memory, "Waiting for memory"), (Stage.Processor, "Waiting for a processor"),
    ];

    /// <summary>Draws the bar; there was some work.</summary>
    public static void Draw(HtmlWriter html, in StageTimes times)
    {
        TimeSpan work = times.Work;
        StageTimes each = times;
        string shares = string.Join(", ", Stages.Select(stage => $"{stage.Name.ToLowerInvariant()} {HtmlQuantity.Percent(each[stage.Stage] / work)}"));
        html.Open("svg", ("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", $"Where the time of the workers went: {shares}."), ("class", "plot"));
        double x = 0;
        foreach ((Stage stage, string name) in Stages)
        {
            double width = Width * (times[stage] / work);
            if (width > 0)
                html.DrawBar(StyleOf(stage), x, 0, Math.Max(1, width - Gap), Height, $"{name}: {HtmlQuantity.Percent(width / Width)}");
            x += width;
        }

        html.Close();
    }
}
