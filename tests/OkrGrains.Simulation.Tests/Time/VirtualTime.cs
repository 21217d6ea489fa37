namespace OkrGrains.Simulation.Tests.Time;

/// <summary>The time of a silo. It goes on with the simulation's, and nothing happens any more in a silo that has died.</summary>
internal sealed class VirtualTime(World world, TurnQueue turns) : TimeProvider
{
    private static readonly DateTimeOffset Began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Began + world.Now;

    public override long GetTimestamp() => world.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(world, turns, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(World world, TurnQueue turns, Action callback) : ITimer
    {
        private TimeSpan _period;
        private int _armed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Arm(dueTime);
            return true;
        }

        public void Dispose() => _armed++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(TimeSpan dueTime)
        {
            var armed = ++_armed;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                world.After(dueTime, () => Tick(armed));
            }
        }

        private void Tick(int armed)
        {
            if (armed != _armed || turns.IsDropped)
            {
                return;
            }

            if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero)
            {
                Arm(_period);
            }

            turns.Start(callback);
        }
    }
}
