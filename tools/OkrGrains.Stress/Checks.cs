namespace OkrGrains.Stress;

/// <summary>
/// The findings of a run, one line each. Counts and bounds can fail any run; timings, which depend on what else the machine does, can fail
/// only a strict one.
/// </summary>
internal sealed class Checks(bool strict)
{
    public bool Failed { get; private set; }

    /// <summary>Reports a condition that must hold.</summary>
    public void That(bool holds, FormattableString what)
    {
        Failed |= !holds;
        Write(holds ? "PASS" : "FAIL", what);
    }

    /// <summary>Reports a condition that must hold if nothing else runs on the machine.</summary>
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

    /// <summary>Reports a figure without a bound.</summary>
    public static void Figure(FormattableString what) => Write("    ", what);

    private static void Write(string verdict, FormattableString what) => Console.WriteLine($"{verdict} {FormattableString.Invariant(what)}");
}
