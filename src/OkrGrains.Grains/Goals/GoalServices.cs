using Microsoft.Extensions.Logging;
using OkrGrains.Grains.CheckIns;
using OkrGrains.Grains.Clock;
using OkrGrains.Grains.Diagnostics;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Sweeping;
using OkrGrains.Grains.Turning;
using OkrGrains.Grains.Waking;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Goals;

/// <summary>The services of a silo that every goal's grain uses.</summary>
internal sealed class GoalServices(
    IGoalStore store,
    GoalLoader loader,
    ActiveGrains active,
    TurnSchedule turns,
    Waves waves,
    FirstCalls firstCalls,
    GoalClock clock,
    TimeProvider time,
    GrainInstruments instruments,
    ILogger<GoalServices> logger)
{
    public IGoalStore Store { get; } = store;

    public CheckInReader CheckIns { get; } = new(store);

    public GoalLoader Loader { get; } = loader;

    public ActiveGrains Active { get; } = active;

    public TurnSchedule Turns { get; } = turns;

    public Waves Waves { get; } = waves;

    public FirstCalls FirstCalls { get; } = firstCalls;

    public GoalClock Clock { get; } = clock;

    public TimeProvider Time { get; } = time;

    public GrainInstruments Instruments { get; } = instruments;

    public ILogger Logger { get; } = logger;
}
