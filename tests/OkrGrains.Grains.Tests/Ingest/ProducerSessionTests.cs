using System.Collections.Concurrent;
using System.Reflection;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Ingest;

/// <summary>Tests in which order the readings of a stream and the record of its producer go to the store.</summary>
public sealed class ProducerSessionTests
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordedProducers _store;
    private readonly IngestGateway _gateway;

    public ProducerSessionTests()
    {
        var store = DispatchProxy.Create<IProducerStore, RecordedProducers>();
        _store = (RecordedProducers)(object)store;
        var grains = DispatchProxy.Create<IGrainFactory, OneGoal>();
        ((OneGoal)(object)grains).Call = async () =>
        {
            _store.Events.Enqueue("sent");
            await _answer.Task;
            return new Appended(Taken: true, 1, []);
        };
        _gateway = new IngestGateway(
            grains,
            store,
            new HeldReadings(store, null!, null!, TimeProvider.System),
            new ActivationThrottle(TimeProvider.System, TaskScheduler.Default),
            new ActiveGrains(new GrainInstruments()),
            TimeProvider.System,
            TaskScheduler.Default);
    }

    [Fact]
    public async Task A_producer_may_be_told_of_a_batch_only_when_its_progress_has_been_handed_over()
    {
        using var session = await _gateway.OpenAsync("w", "p", acknowledged: 0, CancellationToken.None);
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        _store.Recording = () =>
        {
            entered.Release();
            Assert.True(go.Wait(TimeSpan.FromSeconds(30)));
        };

        var sent = Submit(session, 1);
        _answer.SetResult();
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(sent.Recorded.IsCompleted);
        go.Release();

        Assert.Null(await sent.Recorded);
        Assert.Equal(1, (await sent.Durable).Position);
        Assert.Equal(["sent", "record 1"], _store.Events);
    }

    private Acknowledgement Submit(ProducerSession session, long sequence)
    {
        var sender = _gateway.SenderTo(new GoalAddress("w", 1, GoalKind.Kpi));
        var buffer = session.NewBuffer(1);
        buffer.Add(sender.Index, Instant.Earliest, 1, sequence);
        return session.Submit(buffer, new BatchProgress(sequence), tellsApplied: false);
    }

    /// <summary>A store that knows one producer, up to its fifth reading, and notes what is recorded of it.</summary>
    public class RecordedProducers : DispatchProxy
    {
        public ConcurrentQueue<string> Events { get; } = new();

        /// <summary>Runs before the record is taken.</summary>
        public Action Recording { get; set; } = () => { };

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var row = new ProducerRow(1, 1, 5);
            switch (targetMethod!.Name)
            {
                case nameof(IProducerStore.OpenProducerAsync):
                    return new ValueTask<ProducerRow>(row);
                case nameof(IProducerStore.ReadProducerAsync):
                    return new ValueTask<ProducerRow?>(row);
                default:
                    Recording();
                    Events.Enqueue($"record {args![2]}");
                    return null;
            }
        }
    }

    /// <summary>The only goal.</summary>
    public class OneGoal : DispatchProxy
    {
        public Func<Task<Appended>> Call { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var goal = Create<IKpiGrain, CalledGoal>();
            ((CalledGoal)(object)goal).Call = () => Call();
            return goal;
        }
    }

    public class CalledGoal : DispatchProxy
    {
        public Func<Task<Appended>> Call { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Call();
    }
}
