using OkrGrains.Model.Numbers;
using OkrGrains.Model.RollUps;

namespace OkrGrains.Model.Goals;

/// <summary>
/// What a goal passes up to one that reads it: absolute, never a change. The reader keeps the newest per (child, read point).
/// </summary>
[Immutable, GenerateSerializer, Alias("okr.contribution")]
public sealed record Contribution
{
    /// <summary>The number of the goal that is read; never used again for another.</summary>
    [Id(0)]
    public required long Child { get; init; }

    /// <summary>Where it is read.</summary>
    [Id(1)]
    public required ReadPoint At { get; init; }

    /// <summary>How new it is.</summary>
    [Id(2)]
    public required GoalVersion Version { get; init; }

    /// <summary>The value; null when absent, and for an objective.</summary>
    [Id(3)]
    public Nano? Value { get; init; }

    /// <summary>The score; null for a KPI without a target.</summary>
    [Id(4)]
    public Portion? Score { get; init; }

    /// <summary>The coverage; null for a KPI without a target.</summary>
    [Id(5)]
    public Portion? Coverage { get; init; }

    /// <summary>What a combiner has added up; null for a goal's own contribution.</summary>
    [Id(6)]
    public CombinedRollUp? Part { get; init; }

    /// <summary>Value, score and coverage.</summary>
    public Standing Standing => new(Value, Score, Coverage);

    /// <summary>Whether it means the same to its reader as another, so that nothing above changes.</summary>
    public bool SameFiguresAs(Contribution other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Standing == other.Standing && Part == other.Part;
    }
}

/// <summary>What a combiner has added up. A class, since one in hundreds of contributions has one.</summary>
/// <param name="Sum">The sum.</param>
[Immutable, GenerateSerializer, Alias("okr.combined-roll-up")]
public sealed record CombinedRollUp([property: Id(0)] RollUp Sum);
