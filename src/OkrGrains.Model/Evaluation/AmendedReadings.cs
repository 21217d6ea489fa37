using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Evaluation;

/// <summary>
/// Applies amendments to readings. The last amendment of a reading decides: a corrected reading keeps its time and its place in the order
/// of acceptance, a retracted one does not count, and one that is corrected after it was retracted counts again in its old place.
/// </summary>
public static class AmendedReadings
{
    /// <summary>Returns the readings that count, in the order of their acceptance.</summary>
    /// <param name="accepted">All readings in the order of their acceptance.</param>
    /// <param name="amendments">
    /// All amendments in the order of their acceptance; those of readings that were never accepted are ignored.
    /// </param>
    public static IReadOnlyList<GoalReading> Of(IEnumerable<AcceptedReading> accepted, IEnumerable<Amendment> amendments)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        ArgumentNullException.ThrowIfNull(amendments);
        var last = new Dictionary<ReadingName, Nano?>();
        foreach (var (name, value) in amendments)
        {
            last[name] = value;
        }

        var counting = new List<GoalReading>();
        foreach (var (name, reading) in accepted)
        {
            if (!last.TryGetValue(name, out var amended))
            {
                counting.Add(reading);
            }
            else if (amended is { } value)
            {
                counting.Add(reading with { Value = value });
            }
        }

        return counting;
    }
}
