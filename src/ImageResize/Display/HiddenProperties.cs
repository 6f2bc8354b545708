using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace ImageResize.Display;

/// <summary>
/// Properties for scripts that are not shown or written: times as TimeSpan, made of the milliseconds that the objects hold
/// ($result.Duration.TotalSeconds), and the parts of an image as objects. ConvertTo-Json would make twelve lines of each TimeSpan,
/// and does not go as deep as objects in a list of an object. ImageResize.psm1 gives them to the session, since a file of types
/// is read before there is an assembly to find their getters in. Objects from other sessions (Deserialized.*) have the times, too.
/// </summary>
public static class HiddenProperties
{
    private static readonly Dictionary<string, string[]> Times = new()
    {
        [nameof(ImageResizeResult)] = ["Duration"],
        [nameof(ImageResizeSummary)] = ["Elapsed", "LatencyP50", "LatencyP95", "LatencyP99"],
        [nameof(ImageResizeMeasurement)] = ["Elapsed", "LatencyP50", "LatencyP95", "LatencyP99", "GcPause"],
        [nameof(ImageResizeTimings)] = ["Wait", "WaitQueue", "WaitRate", "WaitMemory", "WaitProcessor", "Read", "Scale", "Encode", "Write", "Work"],
    };

    /// <summary>The properties by type, for Update-TypeData.</summary>
    public static TypeData[] All()
    {
        var info = new TypeData("ImageResize." + nameof(ImageInfo));
        Add(info, nameof(Getters.Parts));
        return [info, .. Times.SelectMany(type => (string[])["ImageResize.", "Deserialized.ImageResize."], (type, prefix) => OfTimes(prefix + type.Key, type.Value))];
    }

    private static TypeData OfTimes(string type, string[] names)
    {
        var data = new TypeData(type);
        foreach (string name in names)
            Add(data, name);
        return data;
    }

    private static void Add(TypeData data, string name) =>
        data.Members.Add(name, new CodePropertyData(name, typeof(Getters).GetMethod(name)) { IsHidden = true });

    /// <summary>The engine looks for public methods.</summary>
    private static class Getters
    {
        public static ImagePartInfo[] Parts(PSObject instance) => instance.BaseObject is ImageInfo info ? info.GetParts() : [];

        public static TimeSpan Duration(PSObject instance) => Of(instance);

        public static TimeSpan Elapsed(PSObject instance) => Of(instance);

        public static TimeSpan LatencyP50(PSObject instance) => Of(instance);

        public static TimeSpan LatencyP95(PSObject instance) => Of(instance);

        public static TimeSpan LatencyP99(PSObject instance) => Of(instance);

        public static TimeSpan GcPause(PSObject instance) => Of(instance);

        public static TimeSpan Wait(PSObject instance) => Of(instance);

        public static TimeSpan WaitQueue(PSObject instance) => Of(instance);

        public static TimeSpan WaitRate(PSObject instance) => Of(instance);

        public static TimeSpan WaitMemory(PSObject instance) => Of(instance);

        public static TimeSpan WaitProcessor(PSObject instance) => Of(instance);

        public static TimeSpan Read(PSObject instance) => Of(instance);

        public static TimeSpan Scale(PSObject instance) => Of(instance);

        public static TimeSpan Encode(PSObject instance) => Of(instance);

        public static TimeSpan Write(PSObject instance) => Of(instance);

        public static TimeSpan Work(PSObject instance) => Of(instance);

        private static TimeSpan Of(PSObject instance, [CallerMemberName] string name = "") =>
            LanguagePrimitives.TryConvertTo(instance?.Properties[name + "Milliseconds"]?.Value, out double milliseconds)
                ? TimeSpan.FromTicks((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond)) // A double is a hair less than some ticks.
                : TimeSpan.Zero;
    }
}
