using ImageResize.Hostile;

// Long runs that break things on purpose; figures in docs/reliability.md.
//   mutations [--count N] [--seed N] [--save FOLDER]   damaged files of every format through Invoke-ImageResize
//   memory                                             measured peaks of every kind of image against the estimates
//   huge                                               images of 400 to 900 megapixels against 1 GB
Arguments arguments = Arguments.Parse(args);
switch (arguments.Verb)
{
    case "mutations":
        return new MutationRun(arguments).Run();
    case "memory":
        return new MemoryRun().Run();
    case "memory-of-one":
        return MemoryOfOne.Run(arguments);
    case "huge":
        return new HugeRun().Run();
    default:
        Console.Error.WriteLine("Say what to run: mutations, memory or huge.");
        return 2;
}
