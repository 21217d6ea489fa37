using System.Globalization;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Plans.Readings;

/// <summary>Collects the readings of a file for the goals of a plan.</summary>
internal sealed class ReadingsByGoal
{
    // The value is null for a goal that takes no readings.
    private readonly Dictionary<GoalName, List<Reading>?> _goals = [];
    private readonly List<ReadingFault> _faults = [];
    private long _faultCount;

    public ReadingsByGoal(Plan plan)
    {
        foreach (var kpi in plan.Kpis)
        {
            _goals.Add(new GoalName(GoalKind.Kpi, kpi.Id), kpi.Measure is null ? null : []);
        }

        foreach (var keyResult in plan.Objectives.SelectMany(objective => objective.KeyResults))
        {
            var isMeasured = keyResult.Measurement is ReadingsMeasurement;
            _goals.Add(new GoalName(GoalKind.KeyResult, keyResult.Id), isMeasured ? [] : null);
        }
    }

    public void Add(ReadingLine line)
    {
        if (line.Fault is not null)
        {
            Refuse(line.Fault);
        }
        else if (!_goals.TryGetValue(line.Goal, out var readings))
        {
            Refuse(new ReadingFault(line.Line, ReadingReason.NoSuchGoal, $"the plan has no `{line.Goal}`"));
        }
        else if (readings is null)
        {
            Refuse(new ReadingFault(line.Line, ReadingReason.TakesNoReadings, $"`{line.Goal}` takes no readings: it follows from others"));
        }
        else if (_faultCount == 0 && Nano.TryFromDouble(line.Value, out var value))
        {
            readings.Add(new Reading(line.Time, value));
        }
    }

    public PlanReadings ToReadings()
    {
        if (_faultCount > FaultList.Limit)
        {
            var rest = string.Create(CultureInfo.InvariantCulture, $"{_faultCount} faults in all; only the first {FaultList.Limit} are listed");
            _faults.Add(new ReadingFault(0, ReadingReason.TooManyFaults, rest));
        }

        var read = _faultCount > 0 ? [] : _goals.Where(goal => goal.Value is { Count: > 0 });
        return new PlanReadings(read.ToDictionary(goal => goal.Key, IReadOnlyList<Reading> (goal) => goal.Value!), [.. _faults]);
    }

    private void Refuse(ReadingFault fault)
    {
        if (++_faultCount <= FaultList.Limit)
        {
            _faults.Add(fault);
        }
    }
}
