using OkrGrains.Grains.Readings;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>Tells from the states in the store up to which sequence the goals hold readings of each producer.</summary>
/// <remarks>
/// The record of a producer lags behind only after a process was killed before it had written what it had acknowledged, or where a newer
/// stream has fenced the one that was to record. So all states are read, one reading of them at a time, only when a producer knows more than
/// its record and than was read before; and not more than once in <see cref="Interval"/>, since a stranger may claim to know more as often as
/// it likes.
/// </remarks>
internal sealed class ProducerReach(IReadingStore store, ICommitLog commits, TimeProvider time)
{
    /// <summary>The number of states that are read at a time, so that other reads get their turn.</summary>
    private const int StatesPerPage = 1_024;

    /// <summary>The least time from one reading of all states to the next: it reads 100,000 states in some tenths of a second.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<Reaches>? _reading;

    /// <summary>
    /// Returns true if a goal holds a reading of a producer with this sequence or a greater one; also if that cannot be told, because a goal
    /// that more than 256 producers have written to has dropped offsets of such producers.
    /// </summary>
    public async Task<bool> MayHoldAsync(long producer, long sequence, CancellationToken cancellation)
    {
        var position = commits.LastPosition;
        var known = await Read(null).WaitAsync(cancellation);
        while (!known.MayHold(producer, sequence) && known.Position < position)
        {
            var rest = Interval - time.GetElapsedTime(known.Began);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, time, cancellation);
            }

            known = await Read(known).WaitAsync(cancellation);
        }

        return known.MayHold(producer, sequence);
    }

    /// <summary>Returns the reading of all states that is newest or in flight, unless it has failed or is the one that is known.</summary>
    private Task<Reaches> Read(Reaches? known)
    {
        lock (_gate)
        {
            var isNeeded = _reading is null or { IsFaulted: true } || (_reading.IsCompletedSuccessfully && _reading.Result == known);
            return isNeeded ? _reading = ReadAsync() : _reading!;
        }
    }

    private async Task<Reaches> ReadAsync()
    {
        var began = time.GetTimestamp();
        var position = commits.LastPosition;
        var greatest = new Dictionary<long, long>();
        long lastDropped = 0;
        long last = 0;
        IReadOnlyList<StateRow> page;
        do
        {
            page = await store.ReadStatesAsync(last, StatesPerPage, CancellationToken.None);
            foreach (var state in page)
            {
                var offsets = ProducerOffsets.Read(state.Body.Span);
                lastDropped = Math.Max(lastDropped, offsets.LastDropped);
                foreach (var offset in offsets.All)
                {
                    greatest[offset.Producer] = Math.Max(offset.LastSequence, greatest.GetValueOrDefault(offset.Producer));
                }

                last = state.Goal;
            }
        }
        while (page.Count == StatesPerPage);
        return new Reaches(began, position, greatest, lastDropped);
    }

    /// <param name="began">The timestamp at which the reading began.</param>
    /// <param name="position">A position up to which everything was read.</param>
    /// <param name="greatest">The greatest sequence of each producer.</param>
    /// <param name="lastDropped">The greatest number of a producer whose offset was dropped by any goal; 0 for none.</param>
    private sealed class Reaches(long began, long position, Dictionary<long, long> greatest, long lastDropped)
    {
        public long Began => began;

        public long Position => position;

        public bool MayHold(long producer, long sequence) =>
            producer <= lastDropped || greatest.GetValueOrDefault(producer) >= sequence;
    }
}
