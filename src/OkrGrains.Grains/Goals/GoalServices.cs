using Microsoft.Extensions.Logging;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Time;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Goals;

/// <summary>The services of a silo that every goal's grain uses.</summary>
internal sealed class GoalServices(
    IReadingStore store,
    IProducerStore producers,
    IRequestStore requests,
    GoalLoader loader,
    ActiveGrains active,
    GoalTimers timers,
    PropagationSchedulers schedulers,
    ActivationThrottle throttle,
    ContributionThrottle contributions,
    GoalClock clock,
    TimeProvider time,
    GrainInstruments instruments,
    ILogger<GoalServices> logger)
{
    public IReadingStore Store { get; } = store;

    public IProducerStore Producers { get; } = producers;

    public IRequestStore Requests { get; } = requests;

    public CheckInReader CheckIns { get; } = new(store);

    public GoalLoader Loader { get; } = loader;

    public ActiveGrains Active { get; } = active;

    public GoalTimers Timers { get; } = timers;

    public PropagationSchedulers PropagationSchedulers { get; } = schedulers;

    public ActivationThrottle ActivationThrottle { get; } = throttle;

    public ContributionThrottle ContributionThrottle { get; } = contributions;

    public GoalClock Clock { get; } = clock;

    public TimeProvider Time { get; } = time;

    public GrainInstruments Instruments { get; } = instruments;

    public ILogger Logger { get; } = logger;
}
