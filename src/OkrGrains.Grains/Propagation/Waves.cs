using OkrGrains.Grains.Diagnostics;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// Lets the goals and combiners of a silo that read others pass on together what has changed: each once a wave, however many of its
/// children have changed. A wave goes up level by level, so that it reaches what is at the top once. Waves clock themselves as group
/// commits do: a level goes when those below it have their answers, and the next wave when the one before is through. The first goal after
/// a calm goes at once.
/// </summary>
internal sealed class Waves : IDisposable
{
    /// <summary>The silo of a goal above may be dead: its answer is waited for no longer than this, by the wave.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Between waves, for each goal that went: under load more children join a wave, and it costs less for each. What is too short for a
    /// timer is saved up over several waves.
    /// </summary>
    private static readonly TimeSpan PausePerGoal = TimeSpan.FromMicroseconds(10);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(5);

    /// <summary>Timers know no shorter ones.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly GrainInstruments _instruments;
    private readonly List<List<WaveRider>> _waiting = [];
    private List<WaveRider>? _spare;
    private Wave? _running;
    private TimeSpan _pause;
    private bool _pauses;

    public Waves(TimeProvider time, GrainInstruments instruments)
    {
        _instruments = instruments;
        _timer = time.CreateTimer(_ => OnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Lets a rider go with the next wave.</summary>
    internal void Join(WaveRider rider)
    {
        lock (_gate)
        {
            while (_waiting.Count <= rider.Level)
            {
                _waiting.Add([]);
            }

            _waiting[rider.Level].Add(rider);
            if (_running is not null || _pauses)
            {
                return;
            }
        }

        GoOn(former: null);
    }

    /// <summary>All that went at a level have their answers, or are waited for no more: the next level goes, or the next wave.</summary>
    internal void GoOn(Wave? former)
    {
        List<WaveRider> riders;
        Wave wave;
        lock (_gate)
        {
            if (_running != former || _pauses)
            {
                return;
            }

            _running = null;
            var level = Next(former?.Level + 1 ?? 0);
            if (level < 0)
            {
                if (Pause())
                {
                    return;
                }

                level = Next(0);
            }

            if (level < 0)
            {
                return;
            }

            riders = _waiting[level];
            (_waiting[level], _spare) = (_spare ?? [], null);
            _pause += PausePerGoal * riders.Count;
            _running = wave = new Wave(this, level, riders.Count + 1);
            _timer.Change(Patience, Timeout.InfiniteTimeSpan);
        }

        _instruments.WavePassed(wave.Level, riders.Count);
        foreach (var rider in riders)
        {
            rider.Release(wave);
        }

        riders.Clear();
        _spare = riders;
        wave.Leave();
    }

    /// <summary>The first level from one on at which somebody waits; −1 for none.</summary>
    private int Next(int from) => from >= _waiting.Count ? -1 : _waiting.FindIndex(from, waiting => waiting.Count > 0);

    /// <returns>Whether there is a pause now.</returns>
    private bool Pause()
    {
        _pauses = _pause >= ShortestPause;
        if (_pauses)
        {
            _timer.Change(_pause < LongestPause ? _pause : LongestPause, Timeout.InfiniteTimeSpan);
            _pause = TimeSpan.Zero;
        }
        else
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        return _pauses;
    }

    private void OnTime()
    {
        Wave? late;
        lock (_gate)
        {
            _pauses = false;
            late = _running;
        }

        GoOn(late);
    }
}
