using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Tests.Propagation;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class BatchAllocationTests
{
    private const int Senders = 100;
    private const int Batches = 100;
    private const int BatchReadings = 1_000;

    /// <summary>The most bytes that a call takes, whatever it carries: the message, and what waits for its answer.</summary>
    private const int MostBytesPerCall = 640;

    [Fact]
    public void A_reading_on_its_way_to_its_goal_costs_no_memory_of_its_own()
    {
        var throttle = new ActivationThrottle(TimeProvider.System, new CountedTasks());
        GoalSender[] senders =
            [.. Enumerable.Range(0, Senders).Select(index => new GoalSender(null, index, new ReadyGoal(), throttle, TimeProvider.System))];
        RoutedReading[] routed = [.. Enumerable.Range(0, BatchReadings)
            .Select(i => new RoutedReading(senders[i * 7 % Senders], Instant.Earliest, 1, i + 1))];
        Submission[] submissions = [.. Enumerable.Range(0, 2 * Batches).Select(_ => new Submission(BatchReadings, tellsApplied: false))];

        // The first ingest batch fills the pools.
        Send(senders, routed, submissions.AsSpan(0, Batches));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(senders, routed, submissions.AsSpan(Batches));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.All(submissions, submission => Assert.True(submission.Acknowledgement.Durable.IsCompletedSuccessfully));
        Assert.InRange(allocated, 0, (Senders * MostBytesPerCall) + (Batches * 256));
    }

    private static void Send(GoalSender[] senders, RoutedReading[] routed, ReadOnlySpan<Submission> submissions)
    {
        var from = new ProducerEpoch(1, 1);
        var batches = new PendingBatch[submissions.Length];
        var counts = new int[senders.Length];
        for (var i = 0; i < batches.Length; i++)
        {
            var buffer = new ReadingBuffer(senders.Length, from.Producer, routed.Length);
            foreach (var reading in routed)
            {
                buffer.Add(reading.Sender.Index, reading.Time, reading.Value, reading.Sequence);
                counts[reading.Sender.Index]++;
            }

            batches[i] = new PendingBatch(buffer, from, submissions[i]);
        }

        var batch = new IngestBatch(batches, batches.Length * routed.Length);
        var next = new int[senders.Length];
        for (var sender = 1; sender < senders.Length; sender++)
        {
            next[sender] = next[sender - 1] + counts[sender - 1];
        }

        batch.Place(next);
        var flight = new CallsInFlight();
        for (var sender = 0; sender < senders.Length; sender++)
        {
            batch.Send(senders[sender], next[sender] - counts[sender], counts[sender], flight);
        }

        batch.Release(isLost: false);
    }
}
