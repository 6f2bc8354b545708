using BenchmarkDotNet.Running;

// The kernels of ImageResize.Jpeg, and whole images:
//   dotnet run -c Release --project bench/ImageResize.Jpeg.Benchmarks -- --filter '*'
// Whole photos of a folder, one line a round, without the harness:
//   dotnet run -c Release --project bench/ImageResize.Jpeg.Benchmarks -- photos FOLDER [WIDTH HEIGHT [ROUNDS]]
// One huge image by one thread and by several, in turns; and to make one of 100 megapixels of the photos in a folder:
//   dotnet run -c Release --project bench/ImageResize.Jpeg.Benchmarks -- huge FILE [WIDTH HEIGHT [ROUNDS [THREADS]]]
//   dotnet run -c Release --project bench/ImageResize.Jpeg.Benchmarks -- stitch FOLDER FILE [QUALITY]
switch (args)
{
    case ["photos", ..]:
        return ImageResize.Jpeg.Benchmarks.PhotoRounds.Run(args[1..]);
    case ["huge", ..]:
        return ImageResize.Jpeg.Benchmarks.HugeImage.Run(args[1..]);
    case ["stitch", ..]:
        return ImageResize.Jpeg.Benchmarks.HugeImage.Stitch(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
