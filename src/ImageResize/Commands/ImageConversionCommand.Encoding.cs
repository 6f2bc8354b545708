using System.Management.Automation;
using ImageResize.Errors;
using ImageResize.Imaging;
using ImageResize.Parameters;

namespace ImageResize.Commands;

/// <content>How outputs are encoded.</content>
public abstract partial class ImageConversionCommand
{
    /// <summary>The parameters that say how outputs are encoded, whose word counts also where the pixels stay.</summary>
    private static readonly string[] EncodingParameters =
        [nameof(Quality), nameof(TargetLength), nameof(Effort), nameof(ChromaSubsampling), nameof(Compression), nameof(BitDepth), nameof(Dither)];

    /// <summary>
    /// The formats of which images shall be encoded anew although nothing else changes: those that a parameter of encoding counts for
    /// where no size is given. With one, an image that fits stays as it is, and with a length, one that is short enough.
    /// </summary>
    private ImageFormat[] Recompressed => Size.Length > 0 || IsBound(nameof(TargetLength)) ? [] :
    [
        .. IsBound(nameof(Quality)) ? [ImageFormat.Jxl] : (ImageFormat[])[],
        .. IsBound(nameof(Quality)) || IsBound(nameof(ChromaSubsampling)) ? [ImageFormat.WebP, ImageFormat.Avif] : (ImageFormat[])[],
        .. IsBound(nameof(Quality)) || IsBound(nameof(ChromaSubsampling)) || Progressive ? [ImageFormat.Jpeg] : (ImageFormat[])[],
        .. Progressive ? [ImageFormat.Png] : (ImageFormat[])[],
        .. NearLossless ? [ImageFormat.WebP] : (ImageFormat[])[],
        .. IsBound(nameof(Dither)) ? [ImageFormat.Gif] : (ImageFormat[])[],
        .. IsBound(nameof(Compression)) ? [ImageFormat.Tiff] : (ImageFormat[])[],
    ];

    /// <summary>1 to 100, for JPEG, WebP, AVIF and JPEG XL.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Quality { get; set; } = 85;

    /// <summary>The most bytes that an output may have, such as 200KB: each gets the best quality at which it is not longer.</summary>
    [Parameter]
    [ValidateRange(1L, int.MaxValue)]
    public long TargetLength { get; set; }

    /// <summary>With -TargetLength: makes pictures smaller where no decent quality is short enough.</summary>
    [Parameter]
    public SwitchParameter AllowShrink { get; set; }

    /// <summary>Copies an image where an output of the same picture in the same format would be longer.</summary>
    [Parameter]
    public SwitchParameter KeepSmaller { get; set; }

    /// <summary>Encodes WebP, AVIF and JPEG XL without loss; PNG, TIFF and BMP always are.</summary>
    [Parameter]
    public SwitchParameter Lossless { get; set; }

    /// <summary>Encodes WebP without loss after its pixels were made easier to compress: the more, the lower -Quality is.</summary>
    [Parameter]
    public SwitchParameter NearLossless { get; set; }

    /// <summary>How the colours of GIF outputs are mixed of those of the palette: 0 (areas of one colour) to 1 (fine dots).</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Dither { get; set; } = 1;

    /// <summary>How long encoders may search for a shorter file: 0, the quickest, to 10; without it, what suits many images.</summary>
    [Parameter]
    [ValidateRange(0, 10)]
    public int Effort { get; set; }

    /// <summary>The resolution of colours in JPEG, WebP and AVIF: '4:2:0' (half), '4:4:4' (all of it) or Auto.</summary>
    [Parameter]
    [ChromaSubsamplingTransformation]
    [ArgumentCompleter(typeof(ChromaSubsamplingCompleter))]
    public ChromaSubsampling ChromaSubsampling { get; set; }

    /// <summary>How the pixels of TIFF outputs are stored.</summary>
    [Parameter]
    public TiffCompression Compression { get; set; }

    /// <summary>The bits of the samples of AVIF outputs: 8, 10 or 12; without it, those that each image needs.</summary>
    [Parameter]
    [ValidateSet("8", "10", "12")]
    public int BitDepth { get; set; }

    /// <summary>Writes JPEG and PNG in passes, which a browser can show before it has all of it.</summary>
    [Parameter]
    public SwitchParameter Progressive { get; set; }

    /// <summary>Ends the command where what is said of encoding contradicts itself, and tells what does not count.</summary>
    private void CheckEncoding()
    {
        CheckTargetLength();
        foreach (ImageFormat format in Format)
            if (Lossless && !FormatTraits.Of(format).IsLosslessPossible)
                ThrowTerminatingError(ErrorRecords.WrongParameter("LosslessConflict", $"-Lossless does not go with -Format {format}, which always loses something. Give -Format Png, WebP, Avif, Jxl or Tiff, or leave -Lossless out."));
        if (Lossless && NearLossless)
            ThrowTerminatingError(ErrorRecords.WrongParameter("LosslessConflict", "-NearLossless changes pixels a little, which -Lossless forbids. Leave one of them out."));
        if (Lossless && ChromaSubsampling == ChromaSubsampling.Yuv420)
            ThrowTerminatingError(ErrorRecords.WrongParameter("LosslessConflict", "-ChromaSubsampling 4:2:0 halves the resolution of colours, which -Lossless keeps. Leave one of them out."));
        if (Lossless && Compression == TiffCompression.Jpeg)
            ThrowTerminatingError(ErrorRecords.WrongParameter("LosslessConflict", "-Compression Jpeg loses something, which -Lossless forbids. Give -Compression Deflate or Lzw, or leave -Lossless out."));
        WarnOfOtherFormats(nameof(Quality), [ImageFormat.Jpeg, ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Jxl, .. Compression == TiffCompression.Jpeg ? [ImageFormat.Tiff] : (ImageFormat[])[]]);
        WarnOfOtherFormats(nameof(ChromaSubsampling), [ImageFormat.Jpeg, ImageFormat.WebP, ImageFormat.Avif]);
        WarnOfOtherFormats(nameof(Effort), [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Gif, ImageFormat.Tiff, ImageFormat.Avif, ImageFormat.Jxl]);
        WarnOfOtherFormats(nameof(Compression), [ImageFormat.Tiff]);
        WarnOfOtherFormats(nameof(BitDepth), [ImageFormat.Avif]);
        WarnOfOtherFormats(nameof(NearLossless), [ImageFormat.WebP]);
        WarnOfOtherFormats(nameof(Dither), [ImageFormat.Gif]);
    }

    /// <summary>Ends the command where -TargetLength asks for what cannot be.</summary>
    private void CheckTargetLength()
    {
        if (!IsBound(nameof(TargetLength)))
        {
            if (AllowShrink)
                ThrowTerminatingError(ErrorRecords.WrongParameter("TargetLengthMissing", "-AllowShrink says what may be done to reach -TargetLength: give that, too, such as -TargetLength 200KB."));
            return;
        }

        if (Lossless)
            ThrowTerminatingError(ErrorRecords.WrongParameter("TargetLengthConflict", "-TargetLength is reached by the quality, and -Lossless leaves none to choose. Leave one of them out."));
        if (NearLossless)
            ThrowTerminatingError(ErrorRecords.WrongParameter("TargetLengthConflict", "-TargetLength is reached by the quality, which with -NearLossless says how near to the original the pixels stay. Leave one of them out."));
        if (Format.Where(format => !FormatTraits.Of(format).HasQuality).Select(format => FormatTraits.Of(format).Name).FirstOrDefault() is { } name && !AllowShrink)
            ThrowTerminatingError(ErrorRecords.WrongParameter("TargetLengthConflict", $"-TargetLength is reached by the quality, and {name} has none. Give -Format Jpeg, WebP or Avif, or -AllowShrink, which makes the pictures smaller."));
    }
}
