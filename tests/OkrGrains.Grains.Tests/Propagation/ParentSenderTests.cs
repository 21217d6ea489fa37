using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Tests.Ingest;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class ParentSenderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly IGrainFactory _grains = DispatchProxy.Create<IGrainFactory, ProducerSessionTests.OneGoal>();
    private readonly ServiceProvider _silo;

    public ParentSenderTests()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        _silo = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddSingleton(new GoalClock(time, SmallTree.At))
            .AddGoalStore(options => options.Directory = _folder.Path).AddOkrGrains().BuildServiceProvider();
    }

    public void Dispose()
    {
        _silo.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_that_is_stopped_while_it_waits_gives_its_ticket_back_and_leaves_its_round()
    {
        var services = _silo.GetRequiredService<GoalServices>();
        var (calls, scheduler) = (services.ActivationThrottle, services.PropagationSchedulers.Of("w"));
        var senders = new ParentSenders(
            "w", new TurnsAtOnce(), _grains, new GoneGoal(), services, services.Instruments.Of(GoalKind.Kpi));
        senders.Rewire([new EdgeRow(1, ReadPoint.Now, 2, EdgeRole.Operand, 0, default, Combiner: null)]);
        var ticket = default(CallTicket);
        for (var i = 0; i < ActivationThrottle.OfWorkspaceAtATime; i++)
        {
            ticket = await calls.EnterAsync("w", CallRank.OfReadings);
        }

        var (waits, wentOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var next = new RoundParticipant(scheduler, new TurnsAtOnce(), _ => wentOn.SetResult());
        var first = new RoundParticipant(
            scheduler,
            new TurnsAtOnce(),
            round =>
            {
                senders.Offer(round);
                next.Join();
                waits.SetResult();
            });
        first.Join();
        await waits.Task;
        var stopped = senders.StopAsync();

        calls.Leave(ticket);

        await stopped;
        await wentOn.Task;
        await calls.EnterAsync("w", CallRank.OfReadings);
    }

    /// <summary>A goal that is gone, and has nothing to contribute.</summary>
    private sealed class GoneGoal : IContributionOwner
    {
        public bool IsWatched => throw new NotSupportedException();

        public GoalVersion Version => throw new NotSupportedException();

        public Contribution ContributionAt(ReadPoint point) => throw new NotSupportedException();

        public ReadAtLeastResult Answer() => throw new NotSupportedException();

        public Task LoadAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public void TellOthers() => throw new NotSupportedException();
    }
}
