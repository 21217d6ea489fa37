using System.Collections.Concurrent;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Limits;
using OkrGrains.Grains.Ingest;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// The producers of unary writes that their callers have not named. All such writes to a workspace share one producer in this process,
/// since each producer costs a durable epoch and a place in every goal that it feeds.
/// </summary>
internal sealed class SharedProducers(IngestGateway gateway, Quotas quotas) : IDisposable
{
    // Each process has a name of its own, so that no other edge fences this one. Answers show it, and it is reserved.
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<(string Workspace, int Generation), Lazy<Task<SharedProducer>>> _producers = [];

    /// <summary>Returns the name of the producer of a generation of a workspace.</summary>
    public string NameIn(int generation) => ReservedProducers.OfUnaryWrites(_id, generation);

    /// <summary>
    /// Submits readings under the next sequences, once there is room for them. Completes once they are durable. A caller that leaves
    /// meanwhile gets its room back only when nothing of them is in flight any more.
    /// </summary>
    public async Task<Submitted> SubmitAsync(
        Caller caller, (string Workspace, int Generation) workspace, RoutedReading[] readings, CancellationToken cancellation)
    {
        await quotas.ReadingRoom.TakeAsync(caller, readings.Length, cancellation);
        Acknowledgement sent;
        Lazy<Task<SharedProducer>>? producer = null;
        try
        {
            producer = _producers.GetOrAdd(workspace, id => new Lazy<Task<SharedProducer>>(() => OpenAsync(id.Workspace, id.Generation)));
            sent = (await producer.Value.WaitAsync(cancellation)).Submit(readings);
        }
        catch (Exception exception)
        {
            quotas.ReadingRoom.GiveBack(caller, readings.Length);
            if (exception is not OperationCanceledException && producer is not null)
            {
                Drop(workspace, producer);
            }

            throw;
        }

        return await FollowAsync(sent, caller, workspace, producer, readings.Length).WaitAsync(cancellation);
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

    private async Task<Submitted> FollowAsync(
        Acknowledgement sent, Caller caller, (string, int) workspace, Lazy<Task<SharedProducer>> producer, int readings)
    {
        _ = FreeAsync(sent.EndAsync(), caller, readings);
        try
        {
            return await sent.Durable;
        }
        catch
        {
            // It is unknown whether its sequences are used. The next write opens a new epoch and learns the last one.
            Drop(workspace, producer);
            throw;
        }
    }

    private async Task FreeAsync(Task ended, Caller caller, int readings)
    {
        await ended;
        quotas.ReadingRoom.GiveBack(caller, readings);
    }

    private void Drop((string, int) workspace, Lazy<Task<SharedProducer>> producer)
    {
        if (_producers.TryRemove(new KeyValuePair<(string, int), Lazy<Task<SharedProducer>>>(workspace, producer)))
        {
            Close(producer);
        }
    }

    private async Task<SharedProducer> OpenAsync(string workspace, int generation) =>
        new(await gateway.OpenAsync(workspace, NameIn(generation), acknowledged: 0, CancellationToken.None));

    private sealed class SharedProducer(ProducerSession session)
    {
        private readonly Lock _lock = new();
        private long _last = session.LastSequence;

        public ProducerSession Session => session;

        public Acknowledgement Submit(RoutedReading[] readings)
        {
            lock (_lock)
            {
                for (var i = 0; i < readings.Length; i++)
                {
                    readings[i] = readings[i] with { Sequence = ++_last };
                }

                return session.SubmitAlone(readings, new BatchProgress(_last));
            }
        }
    }
}
