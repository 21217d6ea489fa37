using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;

namespace OkrGrains.Model.Goals;

/// <summary>
/// The figures that a goal passes up to one that reads it. They are absolute, never a change. The reader keeps the newest contribution per
/// child and read point.
/// </summary>
[Immutable, GenerateSerializer, Alias("okr.contribution")]
public sealed record Contribution
{
    /// <summary>The number of the child, the goal that is read. A number is never used again for another goal.</summary>
    [Id(0)]
    public required long Child { get; init; }

    /// <summary>The read point at which the child is read.</summary>
    [Id(1)]
    public required ReadPoint At { get; init; }

    /// <summary>The version of the child that these figures belong to.</summary>
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

    /// <summary>The sum that a combiner has added up; null for a goal's own contribution.</summary>
    [Id(6)]
    public CombinedRollUp? Part { get; init; }

    /// <summary>The part of the window that has ended; null at a point that reads a value.</summary>
    [Id(7)]
    public PeriodPart? Ended { get; init; }

    /// <summary>The reason why there is no data; <see cref="NoDataReason.None"/> where there is.</summary>
    [Id(8)]
    public NoDataReason NoData { get; init; }

    /// <summary>Value, score, coverage and the reason why there is no data.</summary>
    public Standing Standing => new(Value, Score, Coverage, NoData);

    /// <summary>Returns true if the reader's figures stay the same with either contribution, so that nothing above changes.</summary>
    public bool SameFiguresAs(Contribution other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Standing == other.Standing && Part == other.Part && Ended == other.Ended;
    }
}

/// <summary>The sum that a combiner has added up. It is a class because only one in hundreds of contributions has one.</summary>
/// <param name="Sum">The sum of the combined contributions.</param>
[Immutable, GenerateSerializer, Alias("okr.combined-roll-up")]
public sealed record CombinedRollUp([property: Id(0)] RollUp Sum);
