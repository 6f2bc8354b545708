using System.Globalization;

namespace ImageResize.Batch.Planning;

/// <summary>
/// Reads from the environment which one of how many tasks this is. A scheduler that says which, and not of how many, is an error: every
/// task would do everything, and nobody would see it. Stateless.
/// </summary>
internal static class SchedulerShard
{
    private static readonly Scheduler[] Known =
    [
        new("AWS Batch", "AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", 0),
        new("Cloud Run", "CLOUD_RUN_TASK_INDEX", "CLOUD_RUN_TASK_COUNT", 0),
        new("Google Batch", "BATCH_TASK_INDEX", "BATCH_TASK_COUNT", 0),

        // Kubernetes tells a task its index alone: the manifest has to set the count.
        new("Kubernetes", "JOB_COMPLETION_INDEX", "JOB_COMPLETION_COUNT", 0),
        new("Open MPI", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", 0),
        new("Slurm", "SLURM_PROCID", "SLURM_NTASKS", 0),
        new("CircleCI", "CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0),
        new("Buildkite", "BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0),
        new("Azure Pipelines", "SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE", 1),
        new("GitLab CI", "CI_NODE_INDEX", "CI_NODE_TOTAL", 1),
    ];

    private sealed record Scheduler(string Name, string Index, string Count, int First);

    /// <summary>The part that this task is to do.</summary>
    /// <exception cref="FormatException">No scheduler is known, or it does not say of how many.</exception>
    public static Shard Read(Func<string, string?> variable)
    {
        if (variable("SLURM_ARRAY_TASK_ID") is { Length: > 0 })
            return OfSlurmArray(variable);
        foreach (Scheduler scheduler in Known)
        {
            if (variable(scheduler.Index) is not { Length: > 0 })
                continue;
            if (variable(scheduler.Count) is not { Length: > 0 })
                throw new FormatException($"-Shard Auto: {scheduler.Name} says by {scheduler.Index} which task this is, but not of how many: set {scheduler.Count}, or give -Shard 2/5.");
            return Make(scheduler.Name, Number(variable, scheduler.Index) - scheduler.First + 1, Number(variable, scheduler.Count), $"{scheduler.Index}={variable(scheduler.Index)}, {scheduler.Count}={variable(scheduler.Count)}");
        }

        throw new FormatException($"-Shard Auto: no scheduler says which task this is. Known are SLURM_ARRAY_TASK_ID, {string.Join(", ", Known.Select(scheduler => scheduler.Index))}. Give -Shard 2/5.");
    }

    /// <summary>An array begins anywhere and goes in steps; one with gaps has a count that the steps do not give.</summary>
    private static Shard OfSlurmArray(Func<string, string?> variable)
    {
        foreach (string needed in (string[])["SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX"])
            if (variable(needed) is not { Length: > 0 })
                throw new FormatException($"-Shard Auto: Slurm says by SLURM_ARRAY_TASK_ID which task this is, but {needed} is not set. Give -Shard 2/5.");
        long id = Number(variable, "SLURM_ARRAY_TASK_ID"), first = Number(variable, "SLURM_ARRAY_TASK_MIN"), last = Number(variable, "SLURM_ARRAY_TASK_MAX");
        long step = variable("SLURM_ARRAY_TASK_STEP") is { Length: > 0 } ? Math.Max(1, Number(variable, "SLURM_ARRAY_TASK_STEP")) : 1;
        long count = (last - first) / step + 1;
        if ((variable("SLURM_ARRAY_TASK_COUNT") is { Length: > 0 } && Number(variable, "SLURM_ARRAY_TASK_COUNT") != count) || (id - first) % step != 0)
            throw new FormatException($"-Shard Auto: the array of Slurm has gaps ({first} to {last} in steps of {step} are {count} tasks, SLURM_ARRAY_TASK_COUNT={variable("SLURM_ARRAY_TASK_COUNT")}). Submit it without, such as --array=1-8.");
        return Make("Slurm", (id - first) / step + 1, count, $"SLURM_ARRAY_TASK_ID={id}, of {first} to {last} in steps of {step}");
    }

    private static Shard Make(string scheduler, long index, long count, string told)
    {
        if (index < 1 || index > count || count > Shard.Most)
            throw new FormatException($"-Shard Auto: what {scheduler} says makes no sense ({told}). Give -Shard 2/5.");
        return new Shard((int)index, (int)count) { Origin = $"{scheduler}: {told}" };
    }

    private static long Number(Func<string, string?> variable, string name) =>
        int.TryParse(variable(name), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"-Shard Auto: {name} is '{variable(name)}', which is no number. Give -Shard 2/5.");
}
