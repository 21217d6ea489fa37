using System.Runtime.CompilerServices;
using Grpc.Core;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Watching;

/// <summary>Watches goals, and subscribes again when the stream breaks.</summary>
public sealed class WatchClient(CallInvoker invoker, TimeProvider time)
{
    private readonly WatchService.WatchServiceClient _service = new(invoker);

    /// <summary>
    /// Goals as they are, a synced mark, then goals as they change, with all of their current state. After a broken stream it starts
    /// again with all goals as they are; those that have gone meanwhile are told as removed before the synced mark.
    /// </summary>
    /// <exception cref="RpcException">The server has refused the watch for good, or did not come back in time.</exception>
    public async IAsyncEnumerable<WatchGoalsResponse> WatchAsync(
        WatchOptions options, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var attempts = new Attempts(options.Retry, time, Random.Shared.NextDouble);
        var known = new KnownGoals();
        while (true)
        {
            using var stream = new WatchStream(_service, options, time, cancellation);
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
