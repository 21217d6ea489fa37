using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>Compares what is written with what the server says that the producer has sent in a former life.</summary>
internal sealed class Resumption(string producer) : IDisposable
{
    private readonly ReadingChain _chain = new();
    private long _held;
    private long _checkedAt;
    private byte[] _expected = [];
    private ReadingsDifferException? _difference;

    /// <summary>The readings up to here are in the digest.</summary>
    public long Through => _chain.Through;

    /// <summary>Whether a difference has been found.</summary>
    public bool IsDifferent => _difference is not null;

    /// <summary>A stream has been opened. A checkpoint that lies behind is not compared: the digest cannot go back.</summary>
    public void Expect(StreamOpened opened)
    {
        _held = opened.LastSequence;
        (_checkedAt, _expected) = opened.Checkpoint.IsEmpty ? (0, []) : (opened.CheckpointSequence, opened.Checkpoint.ToByteArray());
        Compare();
    }

    /// <summary>Takes the next reading into the digest; others leave it as it is.</summary>
    public void Take(long sequence, string goal, in PendingReading reading)
    {
        if (sequence == _chain.Through + 1)
        {
            _chain.Add(goal, reading);
            Compare();
        }
    }

    /// <summary>The checkpoint of a batch that ends with a sequence; empty when the digest is beyond it.</summary>
    public byte[] CheckpointAt(long sequence) => sequence == _chain.Through ? _chain.Digest() : [];

    /// <exception cref="ReadingsDifferException">What is written is not what was sent before.</exception>
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
