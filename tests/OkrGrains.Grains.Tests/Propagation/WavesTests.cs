using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Diagnostics;
using OkrGrains.Grains.Propagation;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class WavesTests
{
    [Fact]
    public async Task Waves_of_few_goals_pause_too_once_their_pauses_come_to_one_that_a_timer_knows()
    {
        const int WavesToAPause = 100;
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var instruments = new GrainInstruments();
        using var waves = new Waves(time, instruments);
        var (rides, grain) = (0, new InlineScheduler());
        var rider = new WaveRider(waves, _ => rides++);
        for (var wave = 1; wave <= WavesToAPause; wave++)
        {
            await grain.Run(rider.Join);
            Assert.Equal(wave, rides);
        }

        await grain.Run(rider.Join);
        time.Advance(TimeSpan.FromMicroseconds(999));
        Assert.Equal(WavesToAPause, rides);
        time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(WavesToAPause + 1, rides);

        await grain.Run(rider.Join);
        Assert.Equal(WavesToAPause + 2, rides);
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
