using System.Buffers.Binary;
using System.Text;
using ImageResize.Metadata.Color;

namespace ImageResize.Metadata.Tests;

public sealed class IccProfileTests
{
    [Fact]
    public void A_version_2_description_is_read() =>
        Assert.Equal("Adobe RGB (1998)", IccProfile.Describe(Profile([.. "desc"u8, 0, 0, 0, 0, 0, 0, 0, 17, .. Encoding.ASCII.GetBytes("Adobe RGB (1998)\0")])));

    [Fact]
    public void A_version_4_description_is_read() =>
        Assert.Equal("Display P3", IccProfile.Describe(Profile([.. "mluc"u8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12, (byte)'e', (byte)'n', (byte)'U', (byte)'S', 0, 0, 0, 20, 0, 0, 0, 28, .. Encoding.BigEndianUnicode.GetBytes("Display P3")])));

    [Fact]
    public void A_profile_cut_or_changed_anywhere_never_throws()
    {
        byte[] whole = Profile([.. "desc"u8, 0, 0, 0, 0, 0, 0, 0, 5, .. "sRGB\0"u8]);
        for (int length = 0; length <= whole.Length; length++)
            _ = IccProfile.Describe(whole.AsSpan(0, length));
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] = 0xFF;
            _ = IccProfile.Describe(changed);
        }

        Assert.Equal("sRGB", IccProfile.Describe(whole));
    }

    private static byte[] Profile(byte[] tag)
    {
        byte[] profile = new byte[128 + 4 + 12 + tag.Length];
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(128), 1);
        "desc"u8.CopyTo(profile.AsSpan(132));
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(136), 144);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(140), tag.Length);
        tag.CopyTo(profile, 144);
        return profile;
    }
}
