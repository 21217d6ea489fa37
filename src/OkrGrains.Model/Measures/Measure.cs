namespace OkrGrains.Model.Measures;

/// <summary>How readings become a value (goal-model §3).</summary>
public sealed record Measure
{
    /// <summary>How the counting readings become one value; <see cref="Aggregation.Last"/> by default.</summary>
    public Aggregation Aggregation { get; init; }

    /// <summary>Which readings count.</summary>
    public Window Window { get; init; } = new AllWindow();

    /// <summary>Whether a sum or count without readings is 0 instead of absent (<c>empty: zero</c>).</summary>
    public bool EmptyIsZero { get; init; }

    /// <summary>The IANA zone of calendar windows; null for the workspace's, UTC failing that.</summary>
    public string? TimeZone { get; init; }
}
