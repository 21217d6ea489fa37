using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// The way of the readings of one workspace. Its ingest batches follow one another, and wait for no goal of another workspace.
/// </summary>
internal sealed class WorkspaceIngest
{
    private readonly Lock _gate = new();
    private readonly IngestBatcher _batcher;
    private GoalSender[] _senders = [];
    private int _count;

    public WorkspaceIngest(TimeProvider time, TaskScheduler home)
    {
        _batcher = new IngestBatcher(SenderAt, time);
        Outcomes = new TurnRelease<HandedReadings>(static handed => handed.PostOutcome(), static handed => handed.Weight, home);
    }

    /// <summary>Has the goals of the workspace take the outcomes of appends.</summary>
    public TurnRelease<HandedReadings> Outcomes { get; }

    /// <summary>Returns the sender with an index.</summary>
    public GoalSender SenderAt(int index) => Volatile.Read(ref _senders)[index];

    /// <summary>Adds a sender, which is made for its index.</summary>
    public GoalSender Add(Func<int, GoalSender> make)
    {
        lock (_gate)
        {
            var sender = make(_count);
            if (_count == _senders.Length)
            {
                var grown = new GoalSender[Math.Max(16, 2 * _count)];
                _senders.CopyTo(grown, 0);
                Volatile.Write(ref _senders, grown);
            }

            _senders[_count] = sender;
            Volatile.Write(ref _count, _count + 1);
            return sender;
        }
    }

    public ReadingBuffer BufferFor(ProducerEpoch from, int most) => new(Volatile.Read(ref _count), from.Producer, most);

    public ReadingBuffer BufferFor(ProducerEpoch from, ReadOnlySpan<RoutedReading> readings)
    {
        var buffer = BufferFor(from, readings.Length);
        foreach (ref readonly var reading in readings)
        {
            if (reading.Sender.Owner != this)
            {
                throw new ArgumentException("The sender of a reading belongs to another gateway or workspace.", nameof(readings));
            }

            buffer.Add(reading.Sender.Index, reading.Time, reading.Value, reading.Sequence);
        }

        return buffer;
    }

    public Acknowledgement Send(ReadingBuffer buffer, ProducerEpoch from, bool tellsApplied, HeldRoom room)
    {
        if (buffer.Count == 0)
        {
            buffer.Dispose();
            room.GiveBack();
            return Submission.Empty;
        }

        var submission = new Submission(buffer.Count, tellsApplied, room);
        _batcher.Add(new PendingBatch(buffer, from, submission));
        return submission.Acknowledgement;
    }
}
