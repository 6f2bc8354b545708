using BenchmarkDotNet.Running;

// The kernels of ImageResize.Jpeg, and whole images:
//   dotnet run -c Release --project bench/ImageResize.Jpeg.Benchmarks -- --filter '*'
// Whole photos of a folder, one line a round, without the harness:
//   dotnet run -c Release --project bench/ImageResize.Jpeg.Benchmarks -- photos FOLDER [WIDTH HEIGHT [ROUNDS]]
if (args is ["photos", ..])
    return ImageResize.Jpeg.Benchmarks.PhotoRounds.Run(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
