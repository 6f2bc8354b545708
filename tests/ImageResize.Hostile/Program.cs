using ImageResize.Hostile;
using NetVips;

// Long runs that break things on purpose; figures in docs/reliability.md.
//   mutations [--count N] [--seed N] [--save FOLDER]   damaged files of every format through Invoke-ImageResize
//   files --folder FOLDER [--save FOLDER]              the files of a folder in every way
//   readers [--count N] [--seconds N] [--seed N]       damaged files straight into the readers of bitmaps, camera raw, metadata
//           [--only NAME] [--folder FOLDER]            and journals and the writers of metadata, one after the other
//           [--save FOLDER] [--summary FILE]
//   memory [--only TEXT]                               measured peaks of every kind of image against the estimates
//   huge                                               images of 400 to 900 megapixels against 1 GB

// What libvips thinks of the files that are looked at here is not for the console.
Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });
Arguments arguments = Arguments.Parse(args);
switch (arguments.Verb)
{
    case "mutations":
        return new MutationRun(arguments).Run();
    case "files":
        return new MutationRun(arguments).RunFolder();
    case "readers":
        return new ReaderRun(arguments).Run();
    case "memory":
        return new MemoryRun().Run(arguments.Text("only", ""));
    case "memory-of-one":
        return MemoryOfOne.Run(arguments);
    case "huge":
        return new HugeRun().Run();
    default:
        Console.Error.WriteLine("Say what to run: mutations, files, readers, memory or huge.");
        return 2;
}
