using ImageResize.Fuzzing;
using ImageResize.Tiff.Fuzz;

// Mutated TIFF files through the whole reader, with guard pages around the source and every buffer; the arguments are those of FuzzProgram.
using var runner = new FuzzRunner();
return FuzzProgram.Run(args, runner, "tiff-reader");
