using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>A time within which a peer must send something, so that it cannot occupy a slot by doing nothing.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenSource _either;

    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        _expired = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_expired.Token, cancellation);
    }

    /// <summary>Awaits an operation that ends when its token is cancelled.</summary>
    /// <exception cref="ApiFault">The time is over.</exception>
    public async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> wait)
    {
        try
        {
            return await wait(_either.Token);
        }
        catch (OperationCanceledException) when (_expired.IsCancellationRequested)
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
