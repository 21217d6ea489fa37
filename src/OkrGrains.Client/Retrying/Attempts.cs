using Grpc.Core;

namespace OkrGrains.Client.Retrying;

/// <summary>Counts the failures of one stream since its last progress, and pauses between attempts.</summary>
internal sealed class Attempts(RetryOptions options, TimeProvider time, Func<double> random)
{
    private readonly Backoff _backoff = new(options.FirstDelay, options.LongestDelay, random);
    private long _failingSince;
    private int _failures;

    public void Progressed()
    {
        _failures = 0;
        _backoff.Reset();
    }

    /// <summary>
    /// Returns true if another attempt may follow this failure: it is no refusal, and the failures have not lasted too long.
    /// </summary>
    public bool MayFollow(Exception failure)
    {
        if (_failures == 0)
        {
            _failingSince = time.GetTimestamp();
        }

        return IsTransient(failure) && time.GetElapsedTime(_failingSince) < options.GiveUpAfter;
    }

    public Task WaitAsync(Exception failure, CancellationToken cancellation)
    {
        var fault = failure is RpcException rpc ? RpcFault.Of(rpc) : null;
        var delay = _backoff.Next(fault?.RetryAfter);
        options.Interrupted?.Invoke(new Interruption(++_failures, fault?.Message ?? failure.Message, delay));
        return Task.Delay(delay, time, cancellation);
    }

    /// <summary>Returns the exception to throw when no other attempt follows.</summary>
    public static RpcException Final(Exception failure) =>
        failure as RpcException ?? new RpcException(new Status(StatusCode.Unavailable, failure.Message));

    private static bool IsTransient(Exception failure) =>
        failure is BrokenStreamException || (failure is RpcException rpc && RpcFault.Of(rpc).IsTransient);
}
