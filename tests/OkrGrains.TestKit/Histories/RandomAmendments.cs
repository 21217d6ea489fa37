using OkrGrains.Model.Evaluation;

namespace OkrGrains.TestKit.Histories;

/// <summary>An amendment as it is sent.</summary>
/// <param name="Reading">The accepted reading that is amended.</param>
/// <param name="Value">The corrected value; null to retract the reading.</param>
public readonly record struct DrawnAmendment(AcceptedReading Reading, double? Value)
{
    /// <summary>Returns the amendment in the form in which it is evaluated.</summary>
    public Amendment ToAmendment() =>
        new(Reading.Name, Value is { } value ? new DrawnReading(Reading.Reading.Goal, Reading.Reading.Time, value).ToGoalReading().Value : null);
}

/// <summary>Draws amendments of readings, including readings that were amended before.</summary>
public sealed class RandomAmendments
{
    private readonly Draw _draw;

    /// <summary>Creates a source of amendments. The same seed draws the same amendments of the same readings.</summary>
    public RandomAmendments(int seed) => _draw = new Draw(seed);

    /// <summary>Draws at most <paramref name="most"/> amendments, each of another reading.</summary>
    public IReadOnlyList<DrawnAmendment> Next(IReadOnlyList<AcceptedReading> accepted, int most)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        return accepted.Count == 0 || most == 0
            ? []
            : [.. _draw.Some(accepted, most).Select(reading => new DrawnAmendment(reading, _draw.Chance(35) ? null : _draw.Value()))];
    }
}
