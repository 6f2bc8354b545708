using System.Buffers;

namespace ImageResize.Jpeg;

/// <summary>One of several outputs of a source.</summary>
/// <param name="Options">How to make it. <see cref="JpegScaleOptions.Orientation"/> and <see cref="JpegScaleOptions.OnDamage"/> may differ between outputs; the strictest policy on damage rules.</param>
/// <param name="Target">Where to write it.</param>
public readonly record struct JpegOutput(JpegScaleOptions Options, IBufferWriter<byte> Target);
