using ImageResize.Hostile;
using ImageResize.Hostile.Soak;
using NetVips;

// Long runs that break things on purpose; figures in docs/reliability.md.
//   mutations [--count N] [--seed N] [--save FOLDER]   damaged files of every format through Invoke-ImageResize
//   files --folder FOLDER [--save FOLDER]              the files of a folder in every way
//   readers [--count N] [--seconds N] [--seed N]       damaged files straight into the readers of bitmaps, camera raw, further formats, metadata
//           [--only NAME] [--folder FOLDER]            and journals and the writers of metadata, one after the other
//           [--save FOLDER] [--summary FILE]
//   decoders [--count N] [--seed N] [--only FORMAT]    damaged files of the second module's formats through Invoke-ImageResize and its
//            [--folder FOLDER] [--save FOLDER]         child processes
//   memory [--only TEXT]                               measured peaks of every kind of image against the estimates
//   soak [--count N] [--minutes N] [--seed N]          many images for an hour with faults of all kinds: Linux, as root
//        [--save FOLDER]                               (it mounts a small volume); records are saved where something is found
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
    case "decoders":
        return new DecoderRun(arguments).Run();
    case "memory":
        return new MemoryRun().Run(arguments.Text("only", ""));
    case "memory-of-one":
        return MemoryOfOne.Run(arguments);
    case "huge":
        return new HugeRun().Run();
    case "soak":
        return new SoakRun(arguments).Run();
    default:
        Console.Error.WriteLine("Say what to run: mutations, files, readers, decoders, memory, huge or soak.");
        return 2;
}
