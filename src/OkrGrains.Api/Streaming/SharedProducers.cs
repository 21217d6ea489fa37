using System.Collections.Concurrent;
using OkrGrains.Grains.Ingest;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// The producers of unary writes. All writes to a workspace share one producer in this process, since each producer costs a durable epoch
/// and a place in every goal that it feeds.
/// </summary>
internal sealed class SharedProducers(IngestGateway gateway) : IDisposable
{
    // Each process has a name of its own, so that no other edge fences this one.
    private readonly string _name = $"unary-{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<string, Lazy<Task<SharedProducer>>> _producers = new(StringComparer.Ordinal);

    public string Name => _name;

    /// <summary>Submits readings under the next sequences. Completes once they are durable.</summary>
    public async Task<Submitted> SubmitAsync(string workspace, RoutedReading[] readings, CancellationToken cancellation)
    {
        var producer = _producers.GetOrAdd(workspace, id => new Lazy<Task<SharedProducer>>(() => OpenAsync(id)));
        try
        {
            return await (await producer.Value.WaitAsync(cancellation)).SubmitAsync(readings).WaitAsync(cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // It is unknown whether its sequences are used. The next write opens a new epoch and learns the last one.
            if (_producers.TryRemove(new KeyValuePair<string, Lazy<Task<SharedProducer>>>(workspace, producer)))
            {
                Close(producer);
            }

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var producer in _producers.Values)
        {
            Close(producer);
        }
    }

    private static void Close(Lazy<Task<SharedProducer>> producer)
    {
        if (producer is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            producer.Value.Result.Session.Dispose();
        }
    }

    private async Task<SharedProducer> OpenAsync(string workspace) =>
        new(await gateway.OpenAsync(workspace, _name, acknowledged: 0, CancellationToken.None));

    private sealed class SharedProducer(ProducerSession session)
    {
        private readonly Lock _lock = new();
        private long _last = session.LastSequence;

        public ProducerSession Session => session;

        public Task<Submitted> SubmitAsync(RoutedReading[] readings)
        {
            lock (_lock)
            {
                for (var i = 0; i < readings.Length; i++)
                {
                    readings[i] = readings[i] with { Sequence = ++_last };
                }

                return session.SubmitAloneAsync(readings, _last);
            }
        }
    }
}
