using OkrGrains.Grains.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>
/// Determines when the clock closes cycles (goal-model §8): when it reaches a cycle's end and <c>closeAfter</c>, by the plan in force then,
/// and only once.
/// </summary>
/// <remarks>
/// A plan that is applied later changes nothing of that, however it moves the cycle's dates. Where the instant had passed already when a
/// plan gave the cycle its dates, the clock never reached it: such a cycle is closed by hand.
/// </remarks>
internal static class ClosingSchedule
{
    /// <summary>
    /// Returns the closings that the clock has to make, past or to come, by instant; none of a cycle that was ever closed.
    /// </summary>
    /// <param name="settings">Every change of the workspace's settings, in order.</param>
    /// <param name="closings">The closings and reopenings of its cycles so far.</param>
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
/// <param name="At">The instant of the closing. What is accepted then or later does not count.</param>
internal readonly record struct DueClosing(string Cycle, Instant At);
