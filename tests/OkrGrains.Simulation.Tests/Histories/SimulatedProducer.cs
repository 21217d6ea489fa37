using OkrGrains.Simulation.Tests.Silos;
using OkrGrains.Simulation.Tests.Stores;
using OkrGrains.Simulation.Tests.Time;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Simulation.Tests.Histories;

/// <summary>
/// A producer that numbers its readings for good and sends those that are not acknowledged again, through one silo after another, until all
/// of them are. It gives up a connection that is silent for too long, so that an old stream may go on beside the new one.
/// </summary>
internal sealed class SimulatedProducer(
    World world, string workspace, string name, Placement placement, SimulatedStore store, TimeProvider time)
{
    private readonly List<DrawnReading> _readings = [];
    private readonly HashSet<long> _mayBeMissing = [];
    private long _acknowledged;
    private Task _sending = Task.CompletedTask;

    /// <summary>The readings of the producer; their sequences are 1, 2, 3, …</summary>
    public IReadOnlyList<DrawnReading> Readings => _readings;

    public string Workspace => workspace;

    public string Name => name;

    public void Add(IEnumerable<DrawnReading> readings) => _readings.AddRange(readings);

    /// <summary>Sends until everything is acknowledged.</summary>
    public Task SendAsync() => _sending.IsCompleted ? _sending = SendAllAsync() : _sending;

    private async Task SendAllAsync()
    {
        while (_acknowledged < _readings.Count)
        {
            if (placement.Alive.Count > 0)
            {
                var stream = new ProducerStream(world, this, world.Among(placement.Alive), store, _acknowledged);
                stream.Start();
                await StayAsync(stream);
            }

            await Task.Delay(world.Between(1, world.Chance(20) ? 5000 : 300), time);
        }
    }

    /// <summary>
    /// Takes the answer that a goal which had left the plan did not take a reading. The reading may count or not, if it was also sent
    /// before.
    /// </summary>
    public void NotTaken(long sequence) => _mayBeMissing.Add(sequence);

    /// <summary>Checks what is promised: every reading up to a sequence is durable, and only once.</summary>
    public void CheckDurable(long producer, long from, long through, string promise)
    {
        for (var sequence = from; sequence <= through; sequence++)
        {
            var held = store.Durable.Held(producer, sequence);
            if (held != 1 && !(held == 0 && (_mayBeMissing.Contains(sequence) || store.IsRejected(producer, sequence))))
            {
                world.Fail($"{promise}: reading {sequence} of {name} is held {held} times");
            }
        }
    }

    public void Acknowledge(long through) => _acknowledged = Math.Max(_acknowledged, through);

    private async Task StayAsync(ProducerStream stream)
    {
        while (true)
        {
            var before = _acknowledged;
            await Task.WhenAny(stream.Closed, Task.Delay(world.Between(500, 20_000), time));
            if (stream.Closed.IsCompleted || _acknowledged == before)
            {
                stream.Break();
                return;
            }
        }
    }
}
