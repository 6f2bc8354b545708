using ImageResize.Fuzzing;
using ImageResize.WebP.Fuzz;

// Mutated WebP files through the whole codec, with guard pages around the source and every buffer; the arguments are those of FuzzProgram.
using var runner = new FuzzRunner();
return FuzzProgram.Run(args, runner, "webp-codec");
