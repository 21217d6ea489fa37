using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Clock;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Tests.Readings;
using OkrGrains.Grains.Waking;
using OkrGrains.Model.Goals;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class UpwardLaneTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _silo;

    public UpwardLaneTests()
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
    public async Task One_that_is_stopped_while_it_waits_for_its_turn_gives_the_turn_back_and_leaves_its_wave()
    {
        var services = _silo.GetRequiredService<GoalServices>();
        var (calls, waves) = (services.FirstCalls, services.Waves);
        var lane = new UpwardLane(
            new ReadyGoal(),
            [ReadPoint.Now],
            _ => throw new InvalidOperationException("A goal that is gone has nothing to contribute."),
            services,
            services.Instruments.Of(GoalKind.Kpi));
        for (var i = 0; i < FirstCalls.AtATime; i++)
        {
            await calls.EnterAsync(FirstCallRank.OfReadings);
        }

        var (waits, wentOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var next = new WaveRider(waves, _ => wentOn.SetResult());
        var first = new WaveRider(
            waves,
            wave =>
            {
                lane.Offer(wave);
                next.Join();
                waits.SetResult();
            });
        first.Join();
        await waits.Task;
        var stopped = lane.Stop();

        calls.Leave(round: 0);

        await stopped;
        await wentOn.Task;
        await calls.EnterAsync(FirstCallRank.OfReadings);
    }
}
