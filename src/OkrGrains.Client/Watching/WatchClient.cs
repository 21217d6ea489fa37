using System.Runtime.CompilerServices;
using Grpc.Core;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Watching;

/// <summary>Watches goals, and subscribes again when the stream breaks.</summary>
public sealed class WatchClient
{
    private readonly WatchService.WatchServiceClient _service;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;

    /// <summary>Creates a client that watches over a connection.</summary>
    /// <param name="invoker">The connection.</param>
    /// <param name="time">The clock that measures pauses and silence.</param>
    public WatchClient(CallInvoker invoker, TimeProvider time)
        : this(invoker, time, Random.Shared.NextDouble)
    {
    }

    internal WatchClient(CallInvoker invoker, TimeProvider time, Func<double> random)
    {
        _service = new(invoker);
        _time = time;
        _random = random;
    }

    /// <summary>
    /// Returns the watched goals as they are, then a synced event, then each goal that changes, always with its complete current state.
    /// After a broken stream it starts again with all goals as they are; goals that were removed in between are reported before the synced
    /// event.
    /// </summary>
    /// <exception cref="RpcException">The server refused the watch permanently, or did not return in time.</exception>
    public async IAsyncEnumerable<WatchGoalsResponse> WatchAsync(
        WatchOptions options, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var attempts = new Attempts(options.Retry, _time, _random);
        var known = new KnownGoals();
        while (true)
        {
            using var stream = new WatchStream(_service, options, _time, cancellation);
            known.StartStream();
            Exception? failure = null;
            while (failure is null)
            {
                WatchGoalsResponse? response = null;
                try
                {
                    response = await stream.NextAsync();
                }
                catch (Exception broken) when (broken is RpcException or BrokenStreamException)
                {
                    failure = broken;
                }

                if (response is null)
                {
                    continue;
                }

                attempts.Progressed();
                foreach (var removed in known.Take(response))
                {
                    yield return new WatchGoalsResponse { Removed = removed };
                }

                yield return response;
            }

            cancellation.ThrowIfCancellationRequested();
            if (!attempts.MayFollow(failure))
            {
                throw Attempts.Final(failure);
            }

            await attempts.WaitAsync(failure, cancellation);
        }
    }
}
