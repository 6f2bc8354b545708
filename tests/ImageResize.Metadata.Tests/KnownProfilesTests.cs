using ImageResize.Metadata.Color;

namespace ImageResize.Metadata.Tests;

public sealed class KnownProfilesTests
{
    [Fact]
    public void A_profile_is_read_once_and_another_of_the_same_length_is_not_taken_for_it()
    {
        byte[] one = [.. Enumerable.Repeat((byte)0xA1, 500)], other = [.. one[..^1], 0xA2];
        ColorDescription first = Describe(one, "first"), second = Describe(other, "second");
        Assert.Equal(("first", "second"), (first.Name, second.Name));
        Assert.Same(first, Describe([.. one], "again"));
        Assert.Same(second, Describe([.. other], "again"));
    }

    [Fact]
    public void A_long_one_is_read_each_time()
    {
        byte[] profile = new byte[1 << 20];
        Assert.Equal("first", Describe(profile, "first").Name);
        Assert.Equal("second", Describe(profile, "second").Name);
    }

    private static ColorDescription Describe(byte[] profile, string name) => KnownProfiles.Describe(profile, _ => ColorDescription.Unspecified with { Name = name });
}
