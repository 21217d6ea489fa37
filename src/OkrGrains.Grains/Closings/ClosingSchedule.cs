using OkrGrains.Grains.Goals;
using OkrGrains.Model.Cycles;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage.Closings;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Closings;

/// <summary>
/// When the clock closes cycles (goal-model §8): at the instant at which it reaches a cycle's end and <c>closeAfter</c> by the plan in
/// force then, and once for good. A plan that is applied later, however it moves the cycle's dates, changes nothing of that; and where the
/// instant had passed already when a plan gave the cycle its dates, it was never reached: such a cycle is closed by hand.
/// </summary>
internal static class ClosingSchedule
{
    /// <summary>The closings that the clock has made or will make, by instant; none of a cycle that was ever closed.</summary>
    /// <param name="settings">Every change of the workspace's settings, in order.</param>
    /// <param name="closings">What was done to its cycles.</param>
    public static IReadOnlyList<DueClosing> Of(IReadOnlyList<ChangeRow> settings, IReadOnlyList<ClosingRow> closings)
    {
        var known = closings.Select(closing => closing.Cycle).ToHashSet();
        var due = new List<DueClosing>();
        for (var i = 0; i < settings.Count; i++)
        {
            var from = settings[i].AcceptedAt;
            var until = i + 1 < settings.Count ? settings[i + 1].AcceptedAt : Instant.Latest;
            var frame = new WorkspaceFrame(DefinitionJson.ReadSettings(settings[i].Settings!.Value.Span));
            foreach (var cycle in frame.Settings.Cycles)
            {
                var at = cycle.ClosesAt(frame.Zone);
                if (from < at && at <= until && known.Add(cycle.Id))
                {
                    due.Add(new DueClosing(cycle.Id, at));
                }
            }
        }

        return [.. due.OrderBy(closing => closing.At)];
    }
}

/// <summary>A closing that the clock makes.</summary>
/// <param name="Cycle">The cycle's id.</param>
/// <param name="At">When: what is accepted then or later does not count.</param>
internal readonly record struct DueClosing(string Cycle, Instant At);
