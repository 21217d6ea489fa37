using System.Runtime.InteropServices;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// Lets the goals and combiners of a workspace in a silo that read others pass on their changes together, in propagation rounds: each once a round,
/// however many of its children have changed.
/// </summary>
/// <remarks>
/// A round goes up level by level, so that it reaches the top once. Rounds pace themselves as group commits do: a level starts when those
/// below it have their answers, and the next round when the one before has ended. The first goal after a calm starts a round.
/// </remarks>
internal sealed class PropagationScheduler : IDisposable
{
    /// <summary>
    /// The longest wait for one more answer of a level: the silo of a goal above may be dead. As long as answers come, the level is waited for:
    /// begun earlier, the next one would be evaluated again for each part of it that comes late, and so would each level above, many times.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait for a level that goes on and on, so that one goal above that is slow for ever does not hold up all others.</summary>
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The pause after a round, for each goal that took part: under load more children join a round, and it costs less for each of them.
    /// Pauses that are too short for a timer are saved up over several rounds.
    /// </summary>
    private static readonly TimeSpan PausePerGoal = TimeSpan.FromMicroseconds(40);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The levels after which a round lets others go first, as it does when it begins. Between them it goes on at once: levels have few goals
    /// mostly, but a chain of goals may have thousands of levels.
    /// </summary>
    private const int LevelsAtOnce = 16;

    /// <summary>The shortest pause that a timer can measure.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly GrainInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly TurnRelease<RoundParticipant> _release;
    private readonly List<List<RoundParticipant>> _waiting = [];
    private List<RoundParticipant>? _spare;
    private Round? _running;
    private TimeSpan _pause;
    private bool _pauses;

    /// <summary>By how much the turns since others went first were heavier than usual.</summary>
    private int _heavy;

    public PropagationScheduler(TimeProvider time, GrainInstruments instruments, TaskScheduler home)
    {
        (_instruments, _time) = (instruments, time);
        _release = new TurnRelease<RoundParticipant>(static participant => participant.Release(), static participant => participant.Weight, home);
        _timer = time.CreateTimer(_ => OnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time now, as <see cref="TimeProvider.GetTimestamp"/> gives it.</summary>
    internal long Timestamp => _time.GetTimestamp();

    public void Dispose() => _timer.Dispose();

    /// <summary>Adds a participant to the next round.</summary>
    internal void Join(RoundParticipant participant)
    {
        // Read once: the grain may be given another level meanwhile.
        var level = participant.Level;
        lock (_gate)
        {
            while (_waiting.Count <= level)
            {
                _waiting.Add([]);
            }

            _waiting[level].Add(participant);
            if (_running is not null || _pauses)
            {
                return;
            }
        }

        GoOn(former: null);
    }

    /// <summary>
    /// Starts the next level of the round, or the next round. It is called when all participants of a level have their answers, or are
    /// waited for no longer.
    /// </summary>
    internal void GoOn(Round? former)
    {
        List<RoundParticipant> participants;
        Round round;
        bool othersFirst;
        lock (_gate)
        {
            if (_running != former || _pauses)
            {
                return;
            }

            _running = null;
            var level = Next(former?.Level + 1 ?? 0);
            othersFirst = former is null || level < 0 || level / LevelsAtOnce > former.Level / LevelsAtOnce;
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

            participants = _waiting[level];

            // A level of goals with many operands may take as long as very many levels do.
            _heavy += ExtraWeightOf(participants);
            othersFirst = othersFirst || _heavy >= TurnRelease<RoundParticipant>.AtATime;
            _heavy = othersFirst ? 0 : _heavy;
            (_waiting[level], _spare) = (_spare ?? [], null);
            _pause += PausePerGoal * participants.Count;
            _running = round = new Round(this, level, participants.Count + 1, Timestamp);
            _timer.Change(Patience, Timeout.InfiniteTimeSpan);
        }

        _instruments.RoundLevelPassed(round.Level, participants.Count);
        foreach (var participant in participants)
        {
            participant.Enter(round);
        }

        if (othersFirst)
        {
            _release.Add(CollectionsMarshal.AsSpan(participants));
        }
        else
        {
            participants.ForEach(static participant => participant.Release());
        }

        participants.Clear();
        _spare = participants;
        round.Leave();
    }

    /// <summary>Returns the first level, from one on, at which somebody waits; −1 for none.</summary>
    private int Next(int from) => from >= _waiting.Count ? -1 : _waiting.FindIndex(from, waiting => waiting.Count > 0);

    /// <summary>Returns by how much turns are heavier than as many of the usual kind.</summary>
    private static int ExtraWeightOf(List<RoundParticipant> participants)
    {
        var extra = 0;
        foreach (var participant in participants)
        {
            extra += participant.Weight - 1;
        }

        return extra;
    }

    /// <returns>True if a pause has begun.</returns>
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
        Round? late;
        lock (_gate)
        {
            _pauses = false;
            late = _running;
            if (late is not null
                && LeftFor(late) is var left
                && left >= ShortestPause
                && _time.GetElapsedTime(late.Begun) < LongestPatience)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        GoOn(late);
    }

    /// <summary>Returns for how long a level is waited for yet. Those whose turns wait behind other work cannot have answered.</summary>
    private TimeSpan LeftFor(Round level) => _release.HasWaiting ? Patience : Patience - _time.GetElapsedTime(level.LastHeard);
}
