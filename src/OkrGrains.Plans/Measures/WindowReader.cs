using OkrGrains.Model.Windows;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>Reads a window: a word, or a map with the length of a rolling window or the period of a complete one (goal-model §3).</summary>
internal static class WindowReader
{
    public static Window? Read(PlanNode node, FaultList faults, bool mayBeCycle)
    {
        if (node is MapNode map)
        {
            var window = new Fields(map, faults);
            return window.Has("complete") ? Complete(window) : Rolling(window);
        }

        switch ((node as ScalarNode)?.Text)
        {
            case "all":
                return new AllWindow();
            case "cycle" when mayBeCycle:
                return new CycleWindow();
            case "cycle":
                faults.Add(node, FaultReason.NoMeaning, "the window `cycle` is for measured key results only");
                return null;
            default:
                return MeasureWords.Periods.Find(node, faults) is { } period ? new CalendarWindow(period) : null;
        }
    }

    private static CompleteWindow? Complete(Fields window)
    {
        var period = window.Word("complete", MeasureWords.CompletePeriods);
        window.RefuseUnknown();
        return period is { } whole ? new CompleteWindow(whole) : null;
    }

    private static RollingWindow? Rolling(Fields window)
    {
        var length = window.Require("rolling") is { } node ? Scalars.Duration(node, window.Faults) : null;
        window.RefuseUnknown();
        return length is { } above ? new RollingWindow(above) : null;
    }
}
