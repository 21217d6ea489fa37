using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Grains.Ingest;
using OkrGrains.Simulation.Tests.Silos;
using OkrGrains.Simulation.Tests.Stores;
using OkrGrains.Simulation.Tests.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Simulation.Tests.Histories;

/// <summary>One connection of a producer: the edge of a silo, as the gRPC service has it, and the wire between them.</summary>
internal sealed class ProducerStream(
    World world, SimulatedProducer producer, SimulatedSilo silo, SimulatedStore store, long acknowledged)
{
    private const int MostReadings = 20;

    private readonly TaskCompletionSource _closed = new();
    private bool _isBroken;
    private bool _hasEdgeHeard;

    /// <summary>A task that completes when the producer learns that the stream has ended.</summary>
    public Task Closed => _closed.Task;

    public void Start() => silo.Turns.Start(ServeAsync);

    /// <summary>Breaks the connection: the producer hears nothing more at once, and the edge learns of it later.</summary>
    public void Break()
    {
        _isBroken = true;
        world.After(world.Between(1, 5000), () => _hasEdgeHeard = true);
    }

    private async Task ServeAsync()
    {
        try
        {
            await Task.Delay(world.Between(0.1, 5), silo.Time);
            using var session = await silo.Gateway.OpenAsync(
                producer.Workspace, producer.Name, acknowledged, CancellationToken.None);
            var number = store.Durable.Producer(producer.Workspace, producer.Name)!.Number;
            producer.CheckDurable(number, 1, session.LastSequence, "a stream opened");
            Tell(session.LastSequence);
            await SendAsync(session, number);
        }
        catch (Exception)
        {
            // Whatever the failure was, the producer connects again and sends what was not acknowledged.
        }

        world.After(world.Between(0.1, 20), () => _closed.TrySetResult());
    }

    private async Task SendAsync(ProducerSession session, long number)
    {
        var answered = Task.CompletedTask;
        var next = session.LastSequence + 1;
        while (next <= producer.Readings.Count && !_hasEdgeHeard)
        {
            var goals = await silo.Goals.FindAsync(producer.Workspace, CancellationToken.None)
                ?? throw new InvalidOperationException("The workspace is gone.");
            var through = Math.Min(producer.Readings.Count, next + world.Random.Next(MostReadings));
            var routed = new List<RoutedReading>();
            var rejected = ImmutableArray.CreateBuilder<RejectedRun>();
            for (var sequence = next; sequence <= through; sequence++)
            {
                var reading = producer.Readings[(int)sequence - 1];
                if (goals.ByName.TryGetValue(reading.Goal, out var goal) && goal.TakesReadings)
                {
                    routed.Add(new RoutedReading(session.SenderTo(goal.Address), reading.Time, reading.Value, sequence));
                }
                else
                {
                    producer.NotTaken(sequence);
                    rejected.Add(new RejectedRun(sequence, 1, 0));
                }
            }

            var sent = session.SubmitAsync(CollectionsMarshal.AsSpan(routed), new BatchProgress(through) { Rejected = rejected.ToImmutable() });
            answered = AnswerAsync(answered, sent, number, next, through);
            next = through + 1;
            if (world.PerMille(store.Weather.BrokenStreams))
            {
                Break();
            }

            await Task.Delay(world.Between(0, 40), silo.Time);
        }

        await answered;
    }

    private async Task AnswerAsync(Task before, Task<Submitted> sent, long number, long from, long through)
    {
        await before;
        foreach (var sequence in (await sent).NotTaken)
        {
            producer.NotTaken(sequence);
        }

        world.Note($"ack {producer.Name}", through);
        producer.CheckDurable(number, from, through, "an acknowledgement");
        Tell(through);
    }

    private void Tell(long through) => world.After(world.Between(0.1, 20), () =>
    {
        if (!_isBroken)
        {
            producer.Acknowledge(through);
        }
    });
}
