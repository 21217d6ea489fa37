using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Streaming;
using OkrGrains.Grains;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;
using Orleans;

namespace OkrGrains.Api.Tests.Limits;

/// <summary>Tests the room that unary writes take while goals do not answer.</summary>
public sealed class WrittenRoomTests : IDisposable
{
    private const int Limit = 10;
    private static readonly Caller _caller = new("one", null);

    private readonly ServiceProvider _services;
    private readonly HeldGrains _goals;
    private readonly Quotas _quotas;
    private readonly SharedProducers _producers;

    public WrittenRoomTests()
    {
        var factory = DispatchProxy.Create<IGrainFactory, HeldGrains>();
        _goals = (HeldGrains)(object)factory;
        _services = new ServiceCollection()
            .AddMetrics()
            .AddSingleton(factory)
            .AddSingleton(DispatchProxy.Create<IProducerStore, EmptyProducers>())
            .AddSingleton(DispatchProxy.Create<IReadingStore, EmptyProducers>())
            .AddSingleton(DispatchProxy.Create<ICommitLog, EmptyProducers>())
            .AddSingleton(TimeProvider.System)
            .AddOkrReaders()
            .BuildServiceProvider();
        var options = new ApiOptions { MaxReadingsInFlight = Limit };
        _quotas = new Quotas(Options.Create(options), new ApiInstruments(_services.GetRequiredService<IMeterFactory>()));
        _producers = new SharedProducers(Gateway, _quotas);
    }

    private IngestGateway Gateway => _services.GetRequiredService<IngestGateway>();

    public void Dispose()
    {
        _producers.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_caller_that_leaves_keeps_its_room_until_its_readings_are_no_longer_in_flight()
    {
        using var leaving = new CancellationTokenSource();
        var write = _producers.SubmitAsync(_caller, ("w", 1), [Reading("a"), Reading("b")], leaving.Token);
        await _goals.CallOf("a");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Equal(2, _quotas.ReadingRoom.Taken);
        var next = _producers.SubmitAsync(_caller, ("w", 1), [.. Enumerable.Repeat(Reading("c"), Limit - 1)], default);
        Assert.False(_goals.WasCalled("c"));

        (await _goals.CallOf("a")).SetResult(new Appended(Taken: true, 1, []));
        (await _goals.CallOf("b")).SetResult(new Appended(Taken: true, 2, []));
        (await _goals.CallOf("c")).SetResult(new Appended(Taken: true, 3, []));

        Assert.Equal(3, (await next).Position);
    }

    [Fact]
    public async Task A_write_that_has_failed_at_one_goal_keeps_its_room_while_another_goal_does_not_answer()
    {
        var write = _producers.SubmitAsync(_caller, ("w", 1), [Reading("a"), Reading("b")], default);
        (await _goals.CallOf("a")).SetException(new StoreUnavailableException("full", StoreUnavailableReason.Full));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => write);
        Assert.Equal(2, _quotas.ReadingRoom.Taken);

        (await _goals.CallOf("b")).SetResult(new Appended(Taken: true, 2, []));

        await _quotas.ReadingRoom.TakeAsync(_caller, Limit, default);
    }

    [Fact]
    public async Task A_caller_that_leaves_while_it_waits_for_room_sends_nothing()
    {
        await _quotas.ReadingRoom.TakeAsync(_caller, Limit, default);
        using var leaving = new CancellationTokenSource();
        var write = _producers.SubmitAsync(_caller, ("w", 1), [Reading("a")], leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        _quotas.ReadingRoom.GiveBack(_caller, Limit);
        Assert.Equal(0, _quotas.ReadingRoom.Taken);
        Assert.False(_goals.WasCalled("a"));
    }

    private RoutedReading Reading(string goal)
    {
        var address = new GoalAddress("w", goal[0], GoalKind.Kpi);
        return new RoutedReading(Gateway.SenderTo(address), Instant.Parse("2026-01-01T00:00:00Z"), 1, 0);
    }

    /// <summary>Goals that answer when the test says so.</summary>
    public class HeldGrains : DispatchProxy
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<TaskCompletionSource<Appended>>> _calls = [];

        /// <summary>Waits for the call of a goal, and returns what answers it.</summary>
        public Task<TaskCompletionSource<Appended>> CallOf(string goal) => Call(new GoalAddress("w", goal[0], GoalKind.Kpi).Key).Task;

        public bool WasCalled(string goal) => CallOf(goal).IsCompleted;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var goal = Create<IKpiGrain, HeldGoal>();
            ((HeldGoal)(object)goal).Call = Call((string)args![0]!);
            return goal;
        }

        private TaskCompletionSource<TaskCompletionSource<Appended>> Call(string key) =>
            _calls.GetOrAdd(key, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    public class HeldGoal : DispatchProxy
    {
        public TaskCompletionSource<TaskCompletionSource<Appended>> Call { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var answer = new TaskCompletionSource<Appended>(TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(Call.TrySetResult(answer));
            return answer.Task;
        }
    }

    /// <summary>A store in which every producer is new.</summary>
    public class EmptyProducers : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.ReturnType switch
        {
            { } type when type == typeof(ValueTask<ProducerRow>) => new ValueTask<ProducerRow>(new ProducerRow(1, 1, 0)),
            { } type when type == typeof(ValueTask<ProducerRow?>) => default(ValueTask<ProducerRow?>),
            { } type when type == typeof(ValueTask) => default(ValueTask),
            _ => null,
        };
    }
}
