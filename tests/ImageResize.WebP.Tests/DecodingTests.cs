using System.Security.Cryptography;
using ImageResize.Pixels.Memory;
using ImageResize.WebP.Container;
using ImageResize.WebP.Decoding;
using ImageResize.WebP.Fuzz;
using ImageResize.WebP.Headers;

namespace ImageResize.WebP.Tests;

public class DecodingTests
{
    /// <summary>The hash of the planes, one behind the other, as libwebp decodes them (dwebp -yuv).</summary>
    public static TheoryData<string, string> Hashes => new()
    {
        { "coarse", "1109C6909CBD2147A102D511B269FD9707A2B6005E2A29D240647DD466849BAF" },
        { "column", "04A833424172F9DFBEFC14D7B685B2B4466E7477A68524815B61F245952CB245" },
        { "fine", "895DC140A4B62AA0B73AFCCFDF37EF5DE601DDA49D2BA2BE618AD8A994C7DDA2" },
        { "narrow", "737E73586E211D0D7650E2733761908F2A283DF1E7E13CEC1876DE8C14BCA4E4" },
        { "one-pixel", "2D48C858BC69DF972C62EC7243D4B281E563040E18D5DEA4A76048450739547F" },
        { "partitions", "338045485E0FDEEF17EBE2D8B8967D0FD074809797C764D4A392D89DD833152A" },
        { "plain", "4B253E9588C0D6C3486F35593BC520661345DCC1518688FE39C75D5076780B0E" },
        { "segments", "3F64DDDA63CBDC62707F55BA027823CD577401A23BA44F2253B79DF7F5CFCAA7" },
        { "simple-filter", "88D5677B337D8B2465089503C0567A2C233743829CF4398C0BD68727BF324CBE" },
        { "strong-filter", "01B9EE1720396C473D37D2CCCACB955517658AC35663B43CD0696841B9B66F85" },
        { "unfiltered", "E42C7DF3D9BEF1953A098DAF3D5B6509AF21C2AB38ADF355EFA4A27C6243EA00" },
    };

    [Theory, MemberData(nameof(Hashes))]
    public void Planes_are_bit_for_bit_those_of_libwebp(string name, string hash)
    {
        Assert.SkipUnless(FrameDecoder.IsSupported, "It is for processors with AVX2.");
        Planes? planes = Decode(Corpus.Read(name));
        Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(planes!.All)));
    }

    [Fact]
    public void Every_file_has_its_hash() => Assert.Equal(Corpus.Names, Hashes.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void A_decoder_goes_on_behind_an_image_that_it_refused()
    {
        Assert.SkipUnless(FrameDecoder.IsSupported, "It is for processors with AVX2.");
        byte[] file = Corpus.Read("fine"), broken = [.. file];
        new Span<byte>(broken, broken.Length / 2, broken.Length / 4).Fill(0xFF);
        using var arena = new BufferArena(BufferAllocator.Default);
        var decoder = new FrameDecoder(arena);
        Planes expected = Decode(file)!;
        for (int length = 100; length < file.Length; length += 61)
        {
            Decode(decoder, broken.AsSpan(0, length), isCut: true);
            Assert.Equal(expected.All, Decode(decoder, file)!.All);
        }
    }

    [Fact]
    public void A_frame_that_lacks_bytes_is_refused()
    {
        Assert.SkipUnless(FrameDecoder.IsSupported, "It is for processors with AVX2.");
        foreach (string name in Corpus.Names)
        {
            byte[] file = Corpus.Read(name);
            Assert.True(WebPContainer.TryFindPicture(file, out ReadOnlySpan<byte> picture, out _));
            // The last bytes may hold nothing but what an encoder fills up with.
            for (int length = 0; length < picture.Length - 4; length++)
                Assert.Null(DecodeFrame(picture[..length]));
        }
    }

    private static Planes? Decode(byte[] file)
    {
        Assert.True(WebPContainer.TryFindPicture(file, out ReadOnlySpan<byte> picture, out _));
        return DecodeFrame(picture);
    }

    private static Planes? DecodeFrame(ReadOnlySpan<byte> picture)
    {
        using var arena = new BufferArena(BufferAllocator.Default);
        return Decode(new FrameDecoder(arena), picture, isCut: true);
    }

    private static Planes? Decode(FrameDecoder decoder, ReadOnlySpan<byte> bytes, bool isCut = false)
    {
        if (!isCut)
        {
            Assert.True(WebPContainer.TryFindPicture(bytes, out ReadOnlySpan<byte> picture, out _));
            bytes = picture;
        }

        if (FrameTag.Read(bytes) is not { } tag)
            return null;
        var planes = new Planes(tag.Width, tag.Height);
        return decoder.Decode(bytes, planes, CancellationToken.None) ? planes : null;
    }

    /// <summary>Keeps what it is given.</summary>
    private sealed unsafe class Planes(int width, int height) : IPlaneSink
    {
        private readonly byte[][] _planes = [new byte[width * height], new byte[Half(width) * Half(height)], new byte[Half(width) * Half(height)]];

        public byte[] All => [.. _planes.SelectMany(plane => plane)];

        public void Take(int plane, byte* rows, nint stride, int firstRow, int count)
        {
            int samples = plane == 0 ? width : Half(width);
            for (int i = 0; i < count; i++)
                new ReadOnlySpan<byte>(rows + i * stride, samples).CopyTo(_planes[plane].AsSpan((firstRow + i) * samples, samples));
        }

        private static int Half(int size) => (size + 1) / 2;
    }
}
