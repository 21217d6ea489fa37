using System.Globalization;

namespace OkrGrains.Fuzz.Tests;

/// <summary>Measures what a hostile text costs.</summary>
internal static class Bounds
{
    // Generous, since a build server may be busy, and far less than anything quadratic takes.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    private const int MostShown = 100_000;
    private const long MostBytes = 16 << 20;
    private const long MostBytesPerByte = 2_000;

    /// <summary>Runs a case on this thread, and checks its time and what it allocates against the length of the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the case, with the seed.</param>
    /// <param name="read">Reads the text.</param>
    public static void Check(byte[] text, string name, Action read)
    {
        var started = TimeProvider.System.GetTimestamp();
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
        var time = TimeProvider.System.GetElapsedTime(started);
        var cost = string.Create(
            CultureInfo.InvariantCulture, $"{name}: {text.Length} bytes took {time.TotalSeconds:0.0} s and {allocated} bytes");
        Assert.True(time <= MostTime && allocated <= MostBytes + (MostBytesPerByte * text.Length), cost);
    }
}
