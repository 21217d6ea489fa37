using System.Globalization;

namespace OkrGrains.Fuzz.Tests;

/// <summary>Measures what a hostile text costs.</summary>
internal static class Bounds
{
    // Generous, since a build server may be slow, and far less than anything quadratic takes.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    private const int MostShown = 100_000;
    private const long MostBytes = 16 << 20;
    private const long MostBytesPerByte = 2_000;

    /// <summary>Runs a case on this thread, and checks its processor time and what it allocates against the length of the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the case, with the seed.</param>
    /// <param name="read">Reads the text.</param>
    public static void Check(byte[] text, string name, Action read)
    {
        var started = ProcessorTime();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (Exception failure)
        {
            Assert.Fail($"{name}: {failure}\n{Convert.ToBase64String(text, 0, Math.Min(text.Length, MostShown))}");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var time = ProcessorTime() - started;
        var cost = string.Create(
            CultureInfo.InvariantCulture, $"{name}: {text.Length} bytes took {time.TotalSeconds:0.0} s and {allocated} bytes");
        Assert.True(time <= MostTime && allocated <= MostBytes + (MostBytesPerByte * text.Length), cost);
    }

    // Not the time by the clock: on a busy machine that measures the others.
    private static TimeSpan ProcessorTime()
    {
        const string path = "/proc/thread-self/stat";
        if (!File.Exists(path))
        {
            return TimeProvider.System.GetElapsedTime(0);
        }

        // From the third field on, since the second, the thread's name in parentheses, may hold spaces: 14 and 15 are in 100ths of a second.
        var stat = File.ReadAllText(path);
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds(10 * (Ticks(fields[14 - 3]) + Ticks(fields[15 - 3])));
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
