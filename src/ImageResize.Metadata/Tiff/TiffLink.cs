using System.Collections.Immutable;

namespace ImageResize.Metadata.Tiff;

/// <summary>A link from one directory of a TIFF file to the next.</summary>
/// <param name="Offset">Where in the file it stands; perhaps behind its end.</param>
/// <param name="Bytes">What shall stand there, in the file's order.</param>
internal readonly record struct TiffLink(long Offset, ImmutableArray<byte> Bytes);
