using System.Runtime.InteropServices;
using ImageResize.Metadata.Color;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Does with an image's colours what the plan says. Grey goes by a table of ours, other profiles by littlecms.</summary>
internal static class VipsColor
{
    private const string ProfileField = "icc-profile-data";

    /// <summary>The image in the colours of the output, with the profile that it shall bear. Takes over <paramref name="image"/>.</summary>
    /// <param name="image">Whole numbers of 8 or 16 bits.</param>
    /// <param name="header">Where it comes from.</param>
    /// <param name="plan">What becomes of its colours.</param>
    public static Image Apply(Image image, ImageHeader header, ColorPlan plan)
    {
        if (!plan.Converts)
            return WithProfile(image, plan.AddedProfile ?? (plan.DropsProfile ? null : header.Parts?.Metadata.Icc ?? ProfileOf(image)));
        if (header.ColorModel == ColorModel.Gray)
            return WithProfile(ConvertGray(image, header), null);
        return Convert(image, header);
    }

    private static Image Convert(Image image, ImageHeader header)
    {
        byte[]? profile = header.HasFittingProfile ? header.Parts?.Metadata.Icc ?? ProfileOf(image) : IccWriter.Create(header.Color);
        image = WithProfile(image, profile);
        int depth = image.Format == Enums.BandFormat.Ushort ? 16 : 8;
        try
        {
            // Without a profile of its own CMYK is taken for that of libvips, which is a common press's.
            using Image converted = header.ColorModel == ColorModel.Cmyk
                ? image.IccTransform("srgb", embedded: profile is not null, inputProfile: "cmyk", depth: depth)
                : profile is null ? image.Copy() : image.IccTransform("srgb", embedded: true, depth: depth);
            return converted.Copy(interpretation: depth == 16 ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb);
        }
        catch (VipsException) when (header.ColorModel != ColorModel.Cmyk)
        {
            // The profile looks like one and is broken: the picture is sound all the same.
            return WithProfile(image.Copy(), null);
        }
        finally
        {
            image.Dispose();
        }
    }

    private static Image ConvertGray(Image image, ImageHeader header)
    {
        ColorDescription color = header.Color;
        if (color.Curves.Count == 0)
            return header.HasFittingProfile ? ConvertGrayByTables(image, header) : image;
        bool isDeep = image.Format == Enums.BandFormat.Ushort;
        int levels = isDeep ? 65_536 : 256;
        var table = new ushort[levels];
        ToneCurve curve = color.Curves[0].ToStandardRange();
        for (int i = 0; i < levels; i++)
            table[i] = (ushort)Math.Round((levels - 1) * Encode(curve.Evaluate(i / (levels - 1.0))));
        using Image lut = Image.NewFromMemory(MemoryMarshal.AsBytes<ushort>(table).ToArray(), levels, 1, 1, Enums.BandFormat.Ushort);
        using Image typed = isDeep ? lut.Copy() : lut.Cast(Enums.BandFormat.Uchar);
        if (image.Bands == 1)
            return image.Then(gray => gray.Maplut(typed));
        using (image)
        {
            using Image mapped = image.ExtractBand(0).Then(gray => gray.Maplut(typed));
            using Image alpha = image.ExtractBand(1);
            return mapped.Bandjoin(alpha).Then(joined => joined.Copy(interpretation: image.Interpretation));
        }
    }

    /// <summary>Grey whose profile has tables in the place of a curve, by littlecms: of the colours that come out, which are equal, one is kept.</summary>
    private static Image ConvertGrayByTables(Image image, ImageHeader header)
    {
        Enums.Interpretation interpretation = image.Interpretation;
        Image? alpha = image.Bands > 1 ? image.ExtractBand(image.Bands - 1) : null;
        Image converted = Convert(image.Then(gray => gray.ExtractBand(0)), header).Then(colors => colors.ExtractBand(colors.Bands > 1 ? 1 : 0));
        if (alpha is not null)
        {
            using (alpha)
                converted = converted.Then(gray => gray.Bandjoin(alpha));
        }

        return converted.Then(gray => gray.Copy(interpretation: interpretation));
    }

    /// <summary>Light, 0 to 1, as a sample of sRGB (IEC 61966-2-1).</summary>
    private static double Encode(double light)
    {
        light = Math.Clamp(light, 0, 1);
        return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.Pow(light, 1 / 2.4) - 0.055;
    }

    private static byte[]? ProfileOf(Image image) => image.Contains(ProfileField) ? (byte[])image.Get(ProfileField) : null;

    /// <summary>The image with this profile and no other. Takes over <paramref name="image"/>.</summary>
    private static Image WithProfile(Image image, byte[]? profile)
    {
        if (profile is null)
            return image.Contains(ProfileField) ? image.Then(own => own.Mutate(mutable => mutable.Remove(ProfileField))) : image;
        return image.Then(own => own.Mutate(mutable => mutable.Set(GValue.BlobType, ProfileField, profile)));
    }
}
