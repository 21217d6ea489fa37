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
            NoData = standing.NoData,
            Captured = keyResult.Measurement is KpiMeasurement { Target: LinearTarget { IsCaptured: true } target } ? Captured(target, inputs) : null,
        };
        return StatusRules.Judge(measured, commitment, cycle, keyResult.Milestones, policy, workspace, at);
    }

    /// <summary>
    /// Returns the value, score and coverage that other goals read of a key result, equal to those of its <see cref="Figures"/>.
    /// </summary>
    public static Standing Standing(KeyResultDefinition keyResult, KeyResultInputs inputs) => Measured(keyResult, inputs).Standing;

    private static (Standing Standing, Progress? Progress) Measured(KeyResultDefinition keyResult, KeyResultInputs inputs) => keyResult.Measurement switch
    {
        KpiMeasurement { Target: LinearTarget { Prorate: not Prorate.None } target } =>
            TargetRules.AgainstPart(target, inputs.Kpi.Value, inputs.Ended, inputs.CapturedPart),
        KpiMeasurement { Target: { } target } =>
            TargetRules.Against(target, inputs.Kpi.Value, inputs.Kpi.NoData == NoDataReason.NotDefined, inputs.Captured),
        KpiMeasurement => (Of(inputs.Kpi), null),
        KpisMeasurement several => Of(inputs.RolledUp, keyResult.RollUp, several.NoData),
        ReadingsMeasurement { Target: LinearTarget { Prorate: not Prorate.None } target } =>
            TargetRules.AgainstPart(target, inputs.Own, inputs.Ended, captured: null),
        ReadingsMeasurement own => TargetRules.Against(own.Target, inputs.Own, notDefined: false, captured: null),
        AlignedMeasurement aligned => Of(inputs.RolledUp, keyResult.RollUp, aligned.NoData),
        _ => throw new InvalidOperationException($"Unknown measurement {keyResult.Measurement}."),
    };

    private static CapturedBaseline? Captured(LinearTarget target, KeyResultInputs inputs) => target.Prorate == Prorate.None
        ? (inputs.Captured is { } value ? new(value, 1, 1) : null)
        : inputs is { CapturedPart: { Value: { } part, Ended: var ended }, Ended.Whole: var whole }
            // Nothing in some days is nothing in all of them, however many they are.
            ? new(part, part == Nano.Zero ? whole : ended, whole)
            : null;

    private static Standing Of(Standing kpi) =>
        new(Value: null, kpi.Score ?? Portion.Zero, kpi.Coverage ?? Portion.Zero, kpi.NoData);

    private static (Standing Standing, Progress? Progress) Of(RollUp total, RollUpKind kind, NoDataRule noData)
    {
        var (score, coverage) = total.Finish(kind, noData);
        return (new(Value: null, score, coverage, TargetRules.ReasonOf(total, coverage)), null);
    }
}
