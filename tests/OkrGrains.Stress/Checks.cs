namespace OkrGrains.Stress;

/// <summary>What was found, a line each. Counts and bounds fail a run; timings, which depend on what else the machine does, only a strict one.</summary>
internal sealed class Checks(bool strict)
{
    public bool Failed { get; private set; }

    /// <summary>Something that has to be so.</summary>
    public void That(bool holds, FormattableString what)
    {
        Failed |= !holds;
        Write(holds ? "PASS" : "FAIL", what);
    }

    /// <summary>Something that has to be so when nothing else runs on the machine.</summary>
    public void Timing(bool holds, FormattableString what)
    {
        if (strict)
        {
            That(holds, what);
        }
        else
        {
            Write(holds ? "kept" : "MISSED", what);
        }
    }

    /// <summary>A figure without a bound.</summary>
    public static void Figure(FormattableString what) => Write("    ", what);

    private static void Write(string verdict, FormattableString what) => Console.WriteLine($"{verdict} {FormattableString.Invariant(what)}");
}
