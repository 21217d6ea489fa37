using OkrGrains.Grains.Queries;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Api.Mapping;

/// <summary>Converts targets to messages, with the ends that linear ones have now.</summary>
internal static class TargetMapping
{
    public static Wire.GoalTarget ToWire(Target target)
    {
        var message = new Wire.GoalTarget { Cap = target.Cap.ToString() };
        switch (target)
        {
            case LinearTarget linear:
                message.Line = ToWire(linear);
                message.Direction = DirectionOf(linear);
                break;
            case AtLeastTarget least:
                message.AtLeast = new Wire.TargetLimit { Limit = least.Limit.ToString(), Strict = least.Strict };
                message.Direction = Wire.Direction.Up;
                break;
            case AtMostTarget most:
                message.AtMost = new Wire.TargetLimit { Limit = most.Limit.ToString(), Strict = most.Strict };
                message.Direction = Wire.Direction.Down;
                break;
            case RangeTarget range:
                message.Range = new Wire.TargetRange
                {
                    Low = range.Low.ToString(),
                    High = range.High.ToString(),
                    Tolerance = range.Tolerance.ToString(),
                };
                break;
            case StepsTarget steps:
                message.Steps = new Wire.TargetSteps();
                message.Steps.Steps.Add(steps.Steps.Select(step =>
                    new Wire.TargetStep { Value = step.Value.ToString(), Score = step.Score.ToString() }));
                message.Direction = steps.Down ? Wire.Direction.Down : Wire.Direction.Up;
                break;
            default:
                throw new NotSupportedException(target.GetType().Name);
        }

        return message;
    }

    /// <summary>Returns the ends of a goal's target as numbers; null for a goal without a linear target of its own.</summary>
    /// <param name="goal">What the plan says of the goal.</param>
    /// <param name="figures">Its figures, which have what was captured.</param>
    /// <param name="at">The instant of the figures.</param>
    public static Wire.LineFigures? Line(DefinedGoal goal, GoalFigures figures, Instant at)
    {
        if (goal.Target is not LinearTarget linear)
        {
            return null;
        }

        // A plan that has just changed may not be that of the figures yet: then nothing was captured.
        var captured = linear.IsCaptured && goal.Span is not null ? figures.Captured : null;
        var (baseline, target) = linear.Ends(captured);
        return new()
        {
            Baseline = baseline?.ToWire(),
            Target = target?.ToWire(),
            Direction = target is null ? Wire.Direction.Unspecified : Direction(linear.FromZero ? Nano.Zero : baseline, target.Value),
            CapturedAt = captured is null ? null : goal.Span!.Value.Captures.InstantAt(at).ToWire(),
        };
    }

    private static Wire.TargetLine ToWire(LinearTarget linear)
    {
        var message = new Wire.TargetLine { Prorate = linear.Prorate.ToWire(), FromZero = linear.FromZero };
        if (linear.Baseline is { } baseline)
        {
            message.Baseline = baseline.ToString();
        }
        else
        {
            message.Captured = true;
        }

        switch (linear.End)
        {
            case LinearEnd.Target:
                message.Target = linear.Amount.ToString();
                break;
            case LinearEnd.ChangeBy:
                message.ChangeBy = linear.Amount.ToString();
                break;
            case LinearEnd.ChangeByPercent:
                message.ChangeByPercent = linear.Amount.ToString();
                break;
            default:
                throw new NotSupportedException($"{linear.End}");
        }

        return message;
    }

    /// <summary>Returns the direction as far as it does not depend on what is captured.</summary>
    private static Wire.Direction DirectionOf(LinearTarget linear)
    {
        var (from, to) = (linear.FromZero ? Nano.Zero : linear.Baseline, linear.Ends(captured: null).Target);
        return from is not null && to is { } target ? Direction(from, target)
            : linear is { End: LinearEnd.ChangeBy, FromZero: false } ? Direction(Nano.Zero, linear.Amount)
            : Wire.Direction.Unspecified;
    }

    private static Wire.Direction Direction(Nano? from, Nano to) => from is not { } start || start == to ? Wire.Direction.Unspecified
        : start < to ? Wire.Direction.Up
        : Wire.Direction.Down;
}
