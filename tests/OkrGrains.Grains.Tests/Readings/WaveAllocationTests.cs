using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Waking;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Producers;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class WaveAllocationTests
{
    private const int Lanes = 100;
    private const int Batches = 100;
    private const int BatchReadings = 1_000;

    /// <summary>The most bytes that a call takes, whatever it carries: the message, and what waits for its answer.</summary>
    private const int MostBytesPerCall = 640;

    [Fact]
    public void A_reading_on_its_way_to_its_goal_costs_no_memory_of_its_own()
    {
        GoalLane[] lanes = [.. Enumerable.Range(0, Lanes).Select(index => new GoalLane(null, index, new ReadyGoal(), new FirstCalls(TimeProvider.System), TimeProvider.System))];
        RoutedReading[] routed = [.. Enumerable.Range(0, BatchReadings)
            .Select(i => new RoutedReading(lanes[i * 7 % Lanes], Instant.Earliest, 1, i + 1))];
        Submission[] submissions = [.. Enumerable.Range(0, 2 * Batches).Select(_ => new Submission(BatchReadings, tellsApplied: false))];

        // The first ingest batch fills the pools.
        Send(lanes, routed, submissions.AsSpan(0, Batches));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(lanes, routed, submissions.AsSpan(Batches));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.All(submissions, submission => Assert.True(submission.Underway.Durable.IsCompletedSuccessfully));
        Assert.InRange(allocated, 0, (Lanes * MostBytesPerCall) + (Batches * 256));
    }

    private static void Send(GoalLane[] lanes, RoutedReading[] routed, ReadOnlySpan<Submission> submissions)
    {
        var from = new ProducerEpoch(1, 1);
        var batches = new WaveBatch[submissions.Length];
        var counts = new int[lanes.Length];
        for (var i = 0; i < batches.Length; i++)
        {
            var draft = new ReadingDraft(lanes.Length, from.Producer, routed.Length);
            foreach (var reading in routed)
            {
                draft.Add(reading.Lane.Index, reading.Time, reading.Value, reading.Sequence);
                counts[reading.Lane.Index]++;
            }

            batches[i] = new WaveBatch(draft, from, submissions[i]);
        }

        var wave = new ReadingWave(batches, batches.Length * routed.Length);
        var next = new int[lanes.Length];
        for (var lane = 1; lane < lanes.Length; lane++)
        {
            next[lane] = next[lane - 1] + counts[lane - 1];
        }

        wave.Place(next);
        var flight = new WaveFlight();
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            wave.Send(lanes[lane], next[lane] - counts[lane], counts[lane], flight);
        }

        wave.Return();
    }
}
