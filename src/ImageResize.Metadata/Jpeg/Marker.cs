namespace ImageResize.Metadata.Jpeg;

/// <summary>The second bytes of JPEG markers (ITU T.81, table B.1), as far as this codec tells them apart.</summary>
internal static class Marker
{
    public const byte Tem = 0x01;
    public const byte Sof0Baseline = 0xC0;
    public const byte Sof1Extended = 0xC1;
    public const byte Sof2Progressive = 0xC2;
    public const byte Dht = 0xC4;
    public const byte Jpg = 0xC8;
    public const byte Dac = 0xCC;
    public const byte Sof15 = 0xCF;
    public const byte Rst0 = 0xD0;
    public const byte Rst7 = 0xD7;
    public const byte Soi = 0xD8;
    public const byte Eoi = 0xD9;
    public const byte Sos = 0xDA;
    public const byte Dqt = 0xDB;
    public const byte Dnl = 0xDC;
    public const byte Dri = 0xDD;
    public const byte Dhp = 0xDE;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App2 = 0xE2;
    public const byte App13 = 0xED;
    public const byte App14 = 0xEE;
    public const byte Com = 0xFE;

    public static bool IsRestart(byte code) => code is >= Rst0 and <= Rst7;

    /// <summary>Any start of frame: C0 to CF but DHT, JPG and DAC.</summary>
    public static bool IsFrame(byte code) => code is >= Sof0Baseline and <= Sof15 and not (Dht or Jpg or Dac);

    /// <summary>Markers that are not followed by a length.</summary>
    public static bool StandsAlone(byte code) => code is Tem or (>= Rst0 and <= Eoi);
}
