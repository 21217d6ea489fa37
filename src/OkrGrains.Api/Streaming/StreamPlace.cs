using OkrGrains.Api.Calls;

namespace OkrGrains.Api.Streaming;

/// <summary>The place of one open reading stream.</summary>
/// <param name="places">The places of all streams.</param>
/// <param name="caller">The caller of the stream.</param>
/// <param name="time">Measures the silence.</param>
internal sealed class StreamPlace(StreamPlaces places, Caller caller, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _given = new();
    private readonly Lock _lock = new();
    private long _heard = time.GetTimestamp();
    private bool _ended;

    public Caller Caller => caller;

    /// <summary>The stream's window, once it has one: a stream with readings in flight is not silent.</summary>
    public ReadingWindow? Window { get; set; }

    /// <summary>A token that is cancelled when another stream has got the place.</summary>
    public CancellationToken Given => _given.Token;

    /// <summary>The time since the last message of the stream; zero while it has readings in flight.</summary>
    public TimeSpan Silence =>
        Window is { IsEmpty: false } ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>Called for each message of the stream.</summary>
    public void Hear() => Volatile.Write(ref _heard, time.GetTimestamp());

    /// <summary>Gives the place back and ends the stream.</summary>
    public void GiveAway()
    {
        places.GiveBack(this);
        lock (_lock)
        {
            if (!_ended)
            {
                // Not here: what the stream does when it ends must not run in the call of another.
                _ = _given.CancelAsync();
            }
        }
    }

    public void Dispose()
    {
        places.GiveBack(this);
        lock (_lock)
        {
            _ended = true;
            _given.Dispose();
        }
    }
}
