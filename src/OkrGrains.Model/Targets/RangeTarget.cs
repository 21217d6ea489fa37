using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>
/// A target with progress 1 inside [low, high] and max(0, 1 − distance / tolerance) outside, which is 0 when the tolerance is 0.
/// </summary>
/// <param name="Low">The least wanted value.</param>
/// <param name="High">The greatest wanted value, not below <paramref name="Low"/>.</param>
/// <param name="Tolerance">The distance from the range at which the progress reaches 0; 0 or more, 0 by default.</param>
public sealed record RangeTarget(Nano Low, Nano High, Nano Tolerance) : Target
{
    private protected override Progress ProgressOf(Nano value)
    {
        var distance = value < Low ? Low.Units - value.Units : value > High ? value.Units - High.Units : 0;
        if (distance == 0)
        {
            return AllOrNothing(true);
        }

        return distance >= Tolerance.Units
            ? AllOrNothing(false)
            : new(HalfEven.Scale(Tolerance.Units - distance, Portion.StepsPerOne, Tolerance.Units));
    }
}
