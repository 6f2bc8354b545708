using ImageResize.Fuzzing;
using ImageResize.Jpeg.Fuzz;

// Mutated JPEG files through the whole codec, with guard pages around the source and every buffer; the arguments are those of FuzzProgram.
using var runner = new FuzzRunner();
return FuzzProgram.Run(args, runner, "jpeg-codec");
