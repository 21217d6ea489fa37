using System.Collections.Concurrent;
using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>Reads goals.</summary>
/// <remarks>
/// The reader walks up the tree itself, to show readings that have just been acknowledged: it asks each goal to answer once it holds what
/// those below have reported to be in flight. So no goal ever waits for one above it.
/// </remarks>
public sealed class TreeReader
{
    /// <summary>The most goals that are asked at a time.</summary>
    private const int AtATime = 64;

    /// <summary>The most goals that are advanced to the clock at a time: their states go to the store in one commit.</summary>
    private const int TimersAtATime = 1024;

    /// <summary>The most stale states that are read at a time.</summary>
    private const int Page = 1000;

    /// <summary>
    /// The most times that goals are read for one answer: a running clock may reach an instant that changes them in the meantime.
    /// </summary>
    private const int Attempts = 3;

    private readonly IGrainFactory _grains;
    private readonly GoalClock _clock;
    private readonly IReadingStore _store;
    private readonly RestatedScores _restated;

    /// <summary>Creates a reader of the goals that the factory leads to.</summary>
    public TreeReader(IGrainFactory grains, GoalClock clock, IReadingStore store, RestatedScores restated)
    {
        _grains = grains;
        _clock = clock;
        _store = store;
        _restated = restated;
    }

    /// <summary>Returns a goal and all that it reads, directly or not.</summary>
    public static IReadOnlyCollection<GoalEntry> SubtreeOf(WorkspaceDirectory directory, GoalEntry root)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(root);
        var reached = directory.Graph.WithDescendants([root.Address.Number]);
        return [.. directory.Goals.Where(goal => reached.Contains(goal.Address.Number))];
    }

    /// <summary>Reads goals at one instant.</summary>
    /// <param name="directory">The workspace of the goals.</param>
    /// <param name="goals">The goals to read.</param>
    /// <param name="upToDate">
    /// True to wait until everything that was acknowledged before this call has arrived in the goals; otherwise it may still be in flight.
    /// </param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The goals, in the order asked for.</returns>
    /// <exception cref="TimeoutException">The acknowledged readings did not arrive in time.</exception>
    public async Task<IReadOnlyList<GoalState>> ReadAsync(
        WorkspaceDirectory directory, IReadOnlyCollection<GoalEntry> goals, bool upToDate, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(goals);
        if (upToDate)
        {
            await ReadAtLeastAsync(directory, goals, cancellation);
        }

        var at = _clock.Now;
        for (var attempt = 1; ; attempt++)
        {
            await RunTimersAsync(directory, await StaleAsync(at, cancellation), cancellation);
            var states = new ConcurrentDictionary<long, GoalState>();
            await Parallel.ForEachAsync(goals, Parallelism(cancellation), async (goal, stop) =>
                states[goal.Address.Number] =
                    await _restated.CompleteAsync(await GrainsOfGoals.Of(_grains, goal.Address).Read(at), stop));

            // A goal that was evaluated at a later instant holds what counts only then: all are read again at that instant.
            var newest = states.Values.Aggregate(at, (latest, state) => Instant.Max(latest, state.Version.At));
            if (newest == at || attempt == Attempts)
            {
                return [.. goals.Select(goal => states[goal.Address.Number])];
            }

            at = Instant.Max(newest, _clock.Now);
        }
    }

    /// <summary>Waits until everything that was acknowledged before this call has arrived in some goals.</summary>
    /// <exception cref="TimeoutException">The acknowledged readings did not arrive in time.</exception>
    public Task ReadAtLeastAsync(WorkspaceDirectory directory, IReadOnlyCollection<GoalEntry> goals, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(goals);
        var wanted = directory.Graph.WithDescendants(goals.Select(goal => goal.Address.Number));
        return ReadAtLeastAsync(directory, wanted, wanted.SelectMany(directory.Graph.EdgesDown), cancellation);
    }

    /// <summary>Waits until what a goal had committed before this call has arrived in all goals above it.</summary>
    /// <exception cref="TimeoutException">It did not arrive in time.</exception>
    public Task FollowUpAsync(WorkspaceDirectory directory, long goal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return ReadAtLeastAboveAsync(directory, [goal], cancellation);
    }

    /// <summary>Returns the goals of all workspaces whose stored states do not hold any more at an instant.</summary>
    public async Task<IReadOnlyCollection<long>> StaleAsync(Instant at, CancellationToken cancellation)
    {
        var stale = new List<long>();
        for (var after = StaleState.BeforeAll; ;)
        {
            var page = await _store.ReadStaleAsync(at, after, Page, cancellation);
            stale.AddRange(page.Select(state => state.Goal));
            if (page.Count < Page)
            {
                return stale;
            }

            after = page[^1];
        }
    }

    /// <summary>
    /// Advances goals to the clock, those that are in a workspace, and waits until all goals above them have heard of it. A goal that fails
    /// is left as it is.
    /// </summary>
    public async Task RunTimersAsync(WorkspaceDirectory directory, IReadOnlyCollection<long> goals, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(goals);
        List<long> stale = [.. goals.Where(directory.ByNumber.ContainsKey)];
        if (stale.Count == 0)
        {
            return;
        }

        var advanced = new ConcurrentBag<long>();
        await Parallel.ForEachAsync(stale, Parallelism(cancellation, TimersAtATime), async (goal, _) =>
        {
            try
            {
                await GrainsOfGoals.Of(_grains, directory.ByNumber[goal].Address).Refresh();
                advanced.Add(goal);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // A reader of this goal hears why it failed; readers of other goals must not fail with it.
            }
        });
        await ReadAtLeastAboveAsync(directory, advanced, cancellation);
    }

    private static ParallelOptions Parallelism(CancellationToken cancellation, int atATime = AtATime) =>
        new() { TaskScheduler = TaskScheduler.Current, MaxDegreeOfParallelism = atATime, CancellationToken = cancellation };

    /// <summary>Waits until what some goals have committed has arrived in all goals above them.</summary>
    private Task ReadAtLeastAboveAsync(WorkspaceDirectory directory, IEnumerable<long> goals, CancellationToken cancellation)
    {
        var wanted = directory.Graph.WithAncestors(goals);
        return ReadAtLeastAsync(directory, wanted, wanted.SelectMany(directory.Graph.EdgesUp), cancellation);
    }

    private async Task ReadAtLeastAsync(
        WorkspaceDirectory directory, HashSet<long> wanted, IEnumerable<EdgeRow> edges, CancellationToken cancellation)
    {
        var graph = EdgeGraph.Of(edges);
        var given = new ConcurrentDictionary<InputKey, Expected>();
        GoalRow[] rows = [.. directory.Goals.Where(goal => wanted.Contains(goal.Address.Number)).Select(goal => goal.Row)];
        foreach (var level in graph.Levels(rows, row => row.Goal))
        {
            await Parallel.ForEachAsync(level, Parallelism(cancellation), async (row, stop) =>
            {
                var expected = ImmutableArray.CreateBuilder<Expected>();
                var below = graph.EdgesDown(row.Goal);
                expected.AddRange(Expectations(below.Where(edge => edge.Combiner is null), given));
                foreach (var combined in below.Where(edge => edge.Combiner is not null).GroupBy(edge => edge.Combiner!.Value))
                {
                    var combiner = _grains.ReferenceTo<ICombinerGrain>(
                        CombinerAddress.Key(directory.Workspace, row.Goal, combined.Key));
                    expected.AddRange((await combiner.ReadAtLeast([.. Expectations(combined, given)], stop)).Given);
                }

                var goal = directory.ByNumber[row.Goal].Address;
                foreach (var one in (await GrainsOfGoals.Of(_grains, goal).ReadAtLeast(expected.ToImmutable(), stop)).Given)
                {
                    given[new InputKey(one.Child, one.At)] = one;
                }
            });
        }
    }

    private static IEnumerable<Expected> Expectations(
        IEnumerable<EdgeRow> edges, ConcurrentDictionary<InputKey, Expected> given) =>
        edges.Select(edge => new InputKey(edge.Child, edge.At)).Distinct().Where(given.ContainsKey).Select(key => given[key]);
}
