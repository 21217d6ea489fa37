using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Plans.Readings;

/// <summary>Collects the readings of a file for the goals of a plan.</summary>
internal sealed class ReadingsByGoal(Plan plan)
{
    private readonly ReadingGoals _known = ReadingGoals.Of(plan);
    private readonly Dictionary<GoalName, List<Reading>> _goals = [];
    private readonly List<ReadingFault> _faults = [];
    private long _faultCount;

    public void Add(ReadingLine line)
    {
        var goal = line.Goal;
        if ((line.Fault ?? _known.Resolve(line, out goal)) is { } fault)
        {
            Refuse(fault);
        }
        else if (_faultCount == 0 && Nano.TryFromDouble(line.Value, out var value))
        {
            if (!_goals.TryGetValue(goal, out var readings))
            {
                _goals.Add(goal, readings = []);
            }

            readings.Add(new Reading(line.Time, value));
        }
    }

    public PlanReadings ToReadings()
    {
        if (_faultCount > FaultList.Limit)
        {
            var rest = $"{_faultCount} faults in all; only the first {FaultList.Limit} are listed";
            _faults.Add(new ReadingFault(0, ReadingReason.TooManyFaults, rest));
        }

        var read = _faultCount > 0 ? [] : _goals.AsEnumerable();
        return new PlanReadings(read.ToDictionary(goal => goal.Key, IReadOnlyList<Reading> (goal) => goal.Value), [.. _faults]);
    }

    private void Refuse(ReadingFault fault)
    {
        if (++_faultCount <= FaultList.Limit)
        {
            _faults.Add(fault);
        }
    }
}
