using OkrGrains.Model.Evaluation;

namespace OkrGrains.Histories;

/// <summary>An amendment as it is asked for.</summary>
/// <param name="Reading">A reading that was accepted.</param>
/// <param name="Value">What should have been read; null when nothing should have been.</param>
public readonly record struct DrawnAmendment(AcceptedReading Reading, double? Value)
{
    /// <summary>The amendment as it is evaluated.</summary>
    public Amendment ToAmendment() =>
        new(Reading.Name, Value is { } value ? new DrawnReading(Reading.Reading.Goal, Reading.Reading.Time, value).ToGoalReading().Value : null);
}

/// <summary>Draws amendments of readings, those amended before among them.</summary>
public sealed class RandomAmendments
{
    private readonly Draw _draw;

    /// <summary>The same seed draws the same amendments of the same readings.</summary>
    public RandomAmendments(int seed) => _draw = new Draw(seed);

    /// <summary>Up to so many amendments, each of another reading.</summary>
    public IReadOnlyList<DrawnAmendment> Next(IReadOnlyList<AcceptedReading> accepted, int most)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        return accepted.Count == 0 || most == 0
            ? []
            : [.. _draw.Some(accepted, most).Select(reading => new DrawnAmendment(reading, _draw.Chance(35) ? null : _draw.Value()))];
    }
}
