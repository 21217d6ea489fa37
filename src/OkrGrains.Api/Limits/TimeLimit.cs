using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>A time within which a peer must send something, so that it cannot occupy a slot by doing nothing.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenSource _either;
    private readonly TimeSpan _ofEach;
    private readonly TimeProvider _time;

    /// <summary>Starts the time.</summary>
    /// <param name="limit">The time for all operations together.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Cancels the operations.</param>
    /// <param name="ofEach">The time for each operation; null for no other limit.</param>
    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellation, TimeSpan? ofEach = null)
    {
        _ofEach = ofEach ?? Timeout.InfiniteTimeSpan;
        _time = time;
        _expired = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_expired.Token, cancellation);
    }

    /// <summary>Awaits an operation that ends when its token is cancelled.</summary>
    /// <exception cref="ApiFault">The time is over.</exception>
    public async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> wait)
    {
        using var expired = new CancellationTokenSource(_ofEach, _time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, _either.Token);
        try
        {
            return await wait(any.Token);
        }
        catch (OperationCanceledException) when (_expired.IsCancellationRequested || expired.IsCancellationRequested)
        {
            throw ApiFault.TooSlow();
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _expired.Dispose();
    }
}
