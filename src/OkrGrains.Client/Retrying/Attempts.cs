using Grpc.Core;
using OkrGrains.Client.Errors;

namespace OkrGrains.Client.Retrying;

/// <summary>Counts the failures of one stream since its last progress, and waits between attempts.</summary>
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

    /// <summary>Whether another attempt may follow this failure. A refusal, and a failure that has lasted too long, ends it.</summary>
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

    /// <summary>What surfaces when no attempt follows.</summary>
    public static RpcException Final(Exception failure) =>
        failure as RpcException ?? new RpcException(new Status(StatusCode.Unavailable, failure.Message));

    private static bool IsTransient(Exception failure) =>
        failure is BrokenStreamException || (failure is RpcException rpc && RpcFault.Of(rpc).IsTransient);
}
