using System.Diagnostics.Metrics;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Tests.Watching;

public sealed class ConflationTests
{
    [Fact]
    public void A_state_that_a_newer_one_replaces_untaken_is_counted_and_the_same_one_again_is_not()
    {
        long conflated = 0;
        using var instruments = new GrainInstruments();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, instruments.Meter) && instrument.Name == "okrgrains.watches.conflated")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => conflated += value);
        listener.Start();
        var watch = new GoalWatch(hub: null!, goals: [], instruments);

        watch.Offer(State(goal: 1, checkIns: 0));
        watch.Offer(State(goal: 2, checkIns: 0));
        watch.Offer(State(goal: 1, checkIns: 0));
        Assert.Equal(0, conflated);

        watch.Offer(State(goal: 1, checkIns: 1));
        watch.Offer(State(goal: 1, checkIns: 2));
        Assert.Equal(2, conflated);
    }

    private static GoalState State(long goal, long checkIns) =>
        new(new GoalAddress("w", goal, GoalKind.Objective), GoalVersion.None, SmallTree.At, null) { CheckIns = checkIns };
}
