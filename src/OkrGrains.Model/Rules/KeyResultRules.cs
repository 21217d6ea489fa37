using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>Computes the figures of a key result from the values that it reads (goal-model §5, §7, §8).</summary>
public static class KeyResultRules
{
    /// <summary>Returns every number and word of a key result.</summary>
    /// <param name="keyResult">The definition of the key result.</param>
    /// <param name="commitment">The commitment of its objective.</param>
    /// <param name="cycle">The time of its objective's cycle; null for none.</param>
    /// <param name="policy">The workspace's thresholds.</param>
    /// <param name="workspace">The workspace's zone.</param>
    /// <param name="inputs">The values that it reads.</param>
    /// <param name="at">The instant of evaluation, T.</param>
    public static GoalFigures Figures(
        KeyResultDefinition keyResult,
        Commitment commitment,
        CycleSpan? cycle,
        Policy policy,
        Zone workspace,
        KeyResultInputs inputs,
        Instant at)
    {
        var (standing, progress) = Measured(keyResult, inputs);
        var measured = new GoalFigures
        {
            Value = standing.Value,
            Progress = progress,
            Score = standing.Score,
            Coverage = standing.Coverage,
        };
        return StatusRules.Judge(measured, commitment, cycle, keyResult.Milestones, policy, workspace, at);
    }

    /// <summary>
    /// Returns the value, score and coverage that other goals read of a key result, equal to those of its <see cref="Figures"/>.
    /// </summary>
    public static Standing Standing(KeyResultDefinition keyResult, KeyResultInputs inputs) => Measured(keyResult, inputs).Standing;

    private static (Standing Standing, Progress? Progress) Measured(KeyResultDefinition keyResult, KeyResultInputs inputs) => keyResult.Measurement switch
    {
        KpiMeasurement { Target: { } target } => Against(target, inputs.Kpi.Value, inputs.Captured),
        KpiMeasurement => Of(inputs.Kpi.Score, inputs.Kpi.Coverage),
        KpisMeasurement several => Of(inputs.RolledUp.Finish(keyResult.RollUp, several.NoData)),
        ReadingsMeasurement own => Against(own.Target, inputs.Own, null),
        AlignedMeasurement aligned => Of(inputs.RolledUp.Finish(keyResult.RollUp, aligned.NoData)),
        _ => throw new InvalidOperationException($"Unknown measurement {keyResult.Measurement}."),
    };

    private static (Standing Standing, Progress? Progress) Against(Target target, Nano? value, Nano? captured)
    {
        var line = target is LinearTarget linear ? linear.Resolve(captured) : null;
        if (value is not { } present || (target is LinearTarget && line is null))
        {
            return (new(value, Portion.Zero, Portion.Zero), null);
        }

        var (progress, score) = line is { } resolved ? resolved.Score(present) : target.Score(present);
        return (new(value, score, Portion.One), progress);
    }

    private static (Standing Standing, Progress? Progress) Of((Portion Score, Portion Coverage) total) => Of(total.Score, total.Coverage);

    private static (Standing Standing, Progress? Progress) Of(Portion? score, Portion? coverage) =>
        (new(Value: null, score ?? Portion.Zero, coverage ?? Portion.Zero), null);
}
