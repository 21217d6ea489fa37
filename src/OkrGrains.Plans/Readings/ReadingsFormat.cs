using OkrGrains.Model.Time;

namespace OkrGrains.Plans.Readings;

/// <summary>What is known of a readings file beside its bytes. The defaults are the format of goal-model §10.</summary>
public sealed record ReadingsFormat
{
    /// <summary>The name of the column that holds goals, in any letter case.</summary>
    public string GoalColumn { get; init; } = "goal";

    /// <summary>The name of the column that holds times, in any letter case.</summary>
    public string TimeColumn { get; init; } = "time";

    /// <summary>The name of the column that holds values, in any letter case.</summary>
    public string ValueColumn { get; init; } = "value";

    /// <summary>The goal of all readings of a file without a column for it, as such a column has it; null for a file with one.</summary>
    public string? Goal { get; init; }

    /// <summary>The time zone of times without an offset; null to refuse them.</summary>
    public Zone? Zone { get; init; }

    /// <summary>True if the decimal sign is the comma and not the point.</summary>
    public bool DecimalComma { get; init; }
}
