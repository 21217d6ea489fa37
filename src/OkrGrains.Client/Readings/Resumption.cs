using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>
/// Compares the readings that are written with those that the producer sent in an earlier run, by the checkpoint of the server.
/// </summary>
internal sealed class Resumption(string producer, bool mustBeProven) : IDisposable
{
    private readonly ReadingChain _chain = new();
    private long _held;
    private long _checkedAt;
    private byte[] _expected = [];
    private ReadingsDifferException? _difference;

    /// <summary>The sequence up to which readings are in the digest.</summary>
    public long Through => _chain.Through;

    /// <summary>True when a difference was found.</summary>
    public bool IsDifferent => _difference is not null;

    /// <summary>
    /// Takes the checkpoint of a stream that was opened. A checkpoint behind the digest is not compared, since the digest cannot go back.
    /// </summary>
    /// <param name="opened">The answer of the server.</param>
    /// <param name="isFirst">True for the first stream: what the server holds comes from former runs, or from others.</param>
    public void Expect(StreamOpened opened, bool isFirst)
    {
        _held = opened.LastSequence;
        (_checkedAt, _expected) = opened.Checkpoint.IsEmpty ? (0, []) : (opened.CheckpointSequence, opened.Checkpoint.ToByteArray());
        if (isFirst && mustBeProven && _checkedAt < _held)
        {
            _difference = new ReadingsDifferException(
                $"the server holds readings {_checkedAt + 1} to {_held} of producer {producer}, and no checkpoint tells whose they are: "
                + "another program may have sent them under this name",
                mayBeForeign: true);
        }

        Compare();
    }

    /// <summary>Adds a reading to the digest if it is the next one, and ignores it otherwise.</summary>
    public void Take(long sequence, string goal, in PendingReading reading)
    {
        if (sequence == _chain.Through + 1)
        {
            _chain.Add(goal, reading);
            Compare();
        }
    }

    /// <summary>Returns the checkpoint of a batch that ends with a sequence; empty when the digest is beyond it.</summary>
    public byte[] CheckpointAt(long sequence) => sequence == _chain.Through ? _chain.Digest() : [];

    /// <exception cref="ReadingsDifferException">The readings differ from those that were sent before.</exception>
    public void ThrowIfDifferent(long written, bool completing)
    {
        if (_difference is not null)
        {
            throw _difference;
        }

        if (completing && written > 0 && written < _held)
        {
            throw new ReadingsDifferException(
                $"there are {written} readings, and producer {producer} has sent {_held} before: they are not the same, or not all of them");
        }
    }

    public void Dispose() => _chain.Dispose();

    private void Compare()
    {
        if (_checkedAt > 0 && _checkedAt == _chain.Through && !_chain.Digest().AsSpan().SequenceEqual(_expected))
        {
            _difference = new ReadingsDifferException(
                $"the first {_checkedAt} readings are not those that producer {producer} has sent before");
        }
    }
}
