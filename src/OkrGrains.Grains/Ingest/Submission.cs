using System.Collections.Immutable;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>Tracks readings that were submitted together, until all of them are durable.</summary>
internal sealed class Submission
{
    private readonly TaskCompletionSource<Submitted> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ImmutableArray<long>>? _applied;
    private readonly Lock _lock = new();
    private TaskCompletionSource? _ended;
    private HeldRoom _room;
    private List<long>? _notTaken;
    private int _open;
    private int _unapplied;
    private long _position;

    /// <param name="readings">The number of readings.</param>
    /// <param name="tellsApplied">True if the submitter wants to know when the goals hold the readings, before they are durable.</param>
    /// <param name="room">The room that is given back once every reading has an outcome.</param>
    public Submission(int readings, bool tellsApplied, HeldRoom room = default)
    {
        _open = _unapplied = readings;
        _room = room;
        if (tellsApplied)
        {
            _applied = new(TaskCreationOptions.RunContinuationsAsynchronously);

            // Observes a failure, since nobody has to await this task.
            _ = _applied.Task.ContinueWith(
                static applied => applied.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    public static Acknowledgement Empty { get; } = new(Task.FromResult(new Submitted(0, [])), applied: null, submission: null);

    public bool TellsApplied => _applied is not null;

    public Acknowledgement Acknowledgement => new(_done.Task, _applied?.Task, this);

    /// <summary>
    /// Completes once every reading has an outcome. After a failure that may be minutes later than the failure, while a goal does not
    /// answer, and only then is no memory of the readings in use any more.
    /// </summary>
    public Task EndAsync()
    {
        lock (_lock)
        {
            return _open <= 0 ? Task.CompletedTask
                : (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Counts readings that a goal holds. It must be called once for each reading.</summary>
    public void Apply(int readings)
    {
        lock (_lock)
        {
            _unapplied -= readings;
            Tell();
        }
    }

    /// <summary>Counts readings that are durable. A submission that tells when they are applied has been told of that before.</summary>
    /// <param name="readings">The number of readings.</param>
    /// <param name="position">The position of the commit.</param>
    public void Complete(int readings, long position)
    {
        lock (_lock)
        {
            _position = Math.Max(_position, position);
            _open -= readings;
            Tell();
        }
    }

    /// <summary>Ends readings that their goal does not take: they do not count, and their sequences are reported.</summary>
    /// <param name="readings">The readings.</param>
    /// <param name="wasApplied">True if <see cref="Apply"/> has been called for these readings.</param>
    public void Refuse(ReadOnlySpan<StoredReading> readings, bool wasApplied)
    {
        lock (_lock)
        {
            _notTaken ??= [];
            foreach (ref readonly var reading in readings)
            {
                _notTaken.Add(reading.Sequence);
            }

            _unapplied -= wasApplied ? 0 : readings.Length;
            _open -= readings.Length;
            Tell();
        }
    }

    /// <summary>Fails the submission, because the outcome of some readings is not known.</summary>
    /// <param name="readings">The number of these readings, which are not sent any more.</param>
    /// <param name="failure">The failure.</param>
    public void Fail(int readings, Exception failure)
    {
        _done.TrySetException(failure);
        _applied?.TrySetException(failure);
        lock (_lock)
        {
            _open -= readings;
            Tell();
        }
    }

    private void Tell()
    {
        if (_unapplied == 0)
        {
            _applied?.TrySetResult(NotTaken());
        }

        // Below zero, if a batch was given up of which some readings had been sent.
        if (_open <= 0)
        {
            _room.GiveBack();
            _room = default;

            // It has failed already if any of the readings has.
            _done.TrySetResult(new Submitted(_position, NotTaken()));
            _ended?.TrySetResult();
        }
    }

    private ImmutableArray<long> NotTaken() => _notTaken is null ? [] : [.. _notTaken];
}

/// <summary>The room that the readings of a submission take, at whoever bounds the readings in flight.</summary>
/// <param name="ToOwner">
/// Gives the room back. It is called under the lock of the submission, so it must neither wait nor throw. One delegate serves all
/// submissions of a stream, so that giving back costs no object, no task and no thread.
/// </param>
/// <param name="Readings">The amount.</param>
public readonly record struct HeldRoom(Action<int>? ToOwner, int Readings)
{
    internal void GiveBack() => ToOwner?.Invoke(Readings);
}

/// <summary>The result of a submission, all of whose readings are durable.</summary>
/// <param name="Position">The store position at which all of them are durable; 0 when there were none.</param>
/// <param name="NotTaken">The sequences of readings whose goal had left the plan meanwhile: they do not count.</param>
public sealed record Submitted(long Position, ImmutableArray<long> NotTaken);

/// <summary>A submission in flight to the goals and to the disk.</summary>
public readonly struct Acknowledgement
{
    private readonly Task<ImmutableArray<long>>? _applied;
    private readonly Submission? _submission;

    /// <param name="durable">Completes once all readings are durable.</param>
    /// <param name="applied">Completes once the goals hold all readings; null when nobody asked for it.</param>
    /// <param name="submission">The submission itself; null when nothing was sent.</param>
    internal Acknowledgement(Task<Submitted> durable, Task<ImmutableArray<long>>? applied, Submission? submission)
    {
        Durable = durable;
        _applied = applied;
        _submission = submission;
    }

    /// <summary>A task that completes once all readings are durable.</summary>
    public Task<Submitted> Durable { get; }

    /// <summary>
    /// A task that completes once the goals hold all readings in memory, with the sequences of those known by then not to be taken. Unless
    /// the submitter asked for it, it never completes before <see cref="Durable"/>.
    /// </summary>
    public Task<ImmutableArray<long>> Applied => _applied ?? OnceDurableAsync(Durable);

    /// <summary>
    /// Returns a task that completes once every reading is durable, refused or given up, even if the submission fails before that. Until
    /// then readings of it are in memory.
    /// </summary>
    public Task EndAsync() => _submission?.EndAsync() ?? Task.CompletedTask;

    /// <summary>
    /// A task that completes once the producer's progress is recorded, or with the reason why it is not. No producer may hear of an
    /// acknowledgement before, or it would know of readings that the store has no record of.
    /// </summary>
    public Task<Exception?> Recorded { get; init; } = Task.FromResult<Exception?>(null);

    private static async Task<ImmutableArray<long>> OnceDurableAsync(Task<Submitted> durable) => (await durable).NotTaken;
}
