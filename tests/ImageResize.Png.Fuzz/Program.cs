using ImageResize.Fuzzing;
using ImageResize.Png.Fuzz;

// Mutated PNG files through the whole codec, with guard pages around the source and every buffer; the arguments are those of FuzzProgram.
using var runner = new FuzzRunner();
int result = FuzzProgram.Run(args, runner, "png-codec");
Console.WriteLine($"  stretches that were inflated ahead from guessed beginnings: {runner.StretchesAhead}");
return result;
