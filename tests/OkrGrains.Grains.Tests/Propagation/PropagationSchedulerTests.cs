using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Propagation;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class PropagationSchedulerTests
{
    [Fact]
    public async Task Waves_of_few_goals_pause_too_once_their_pauses_come_to_one_that_a_timer_knows()
    {
        const int RoundsToAPause = 100;
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var instruments = new GrainInstruments();
        using var scheduler = new PropagationScheduler(time, instruments);
        var (rounds, grain) = (0, new InlineScheduler());
        var participant = new RoundParticipant(scheduler, _ => rounds++);
        for (var round = 1; round <= RoundsToAPause; round++)
        {
            await grain.Run(participant.Join);
            Assert.Equal(round, rounds);
        }

        await grain.Run(participant.Join);
        time.Advance(TimeSpan.FromMicroseconds(999));
        Assert.Equal(RoundsToAPause, rounds);
        time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(RoundsToAPause + 1, rounds);

        await grain.Run(participant.Join);
        Assert.Equal(RoundsToAPause + 2, rounds);
    }

    /// <summary>A grain whose turns run at once.</summary>
    private sealed class InlineScheduler : TaskScheduler
    {
        public Task Run(Action turn) => Task.Factory.StartNew(turn, CancellationToken.None, TaskCreationOptions.None, this);

        protected override void QueueTask(Task task) => TryExecuteTask(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
