using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Watching;

namespace OkrGrains.Api.Watching;

/// <summary>
/// The goals of one watch under the current plan. When the plan changes they are resolved anew, and a goal that is still covered is sent
/// only if its state is newer than the one that was sent.
/// </summary>
/// <param name="scope">The scope of the watch.</param>
/// <param name="hub">The watches of this silo.</param>
/// <param name="limit">The maximum number of goals of one watch.</param>
/// <param name="held">Takes the goals that the watch covers.</param>
internal sealed class WatchedGoals(WatchScope scope, GoalWatchHub hub, int limit, QuotaHold held) : IDisposable
{
    private readonly Dictionary<long, GoalState> _sent = [];
    private IReadOnlyDictionary<long, GoalEntry> _entries = new Dictionary<long, GoalEntry>();
    private GoalWatch? _watch;
    private long? _root;
    private CancellationTokenSource _replaced = new();

    /// <summary>The plan in which the goals were resolved.</summary>
    public WorkspaceDirectory? Directory { get; private set; }

    public int Count => _entries.Count;

    /// <summary>The number of covered goals that were not sent yet.</summary>
    public int Unsent => _entries.Count - _sent.Count;

    /// <summary>True while the next call of <see cref="NextAsync"/> reads a piece of the snapshot.</summary>
    public bool HasUnread => _watch?.HasUnread is true;

    /// <summary>Resolves the goals in a new plan and returns its effect on them.</summary>
    /// <exception cref="ApiFault">The watch, or all watches together, would cover more goals than the limit.</exception>
    public PlanUpdate Resolve(WorkspaceDirectory directory)
    {
        var goals = scope.Resolve(directory, ref _root);
        if (goals.Count > limit)
        {
            throw ApiFault.TooLarge($"A watch covers at most {limit} goals, and this would be {goals.Count}.");
        }

        held.Resize(goals.Count);
        var former = _entries;
        Directory = directory;

        // The whole workspace needs no dictionary of its own.
        _entries = scope.Root is null ? directory.ByNumber : goals.ToDictionary(entry => entry.Address.Number);
        if (_watch is null || former.Count != _entries.Count || !former.Keys.All(_entries.ContainsKey))
        {
            Close();
            _replaced = new CancellationTokenSource();
            _watch = hub.Open([.. goals.Select(entry => entry.Address)]);
        }

        var gone = former.Values.Where(entry => !_entries.ContainsKey(entry.Address.Number)).ToList();
        gone.ForEach(entry => _sent.Remove(entry.Address.Number));
        var changed = goals
            .Where(entry => _sent.ContainsKey(entry.Address.Number) && IsRedefined(former[entry.Address.Number], entry))
            .Select(entry => (entry, _sent[entry.Address.Number]));
        var renamed = former.Values.Where(entry =>
            _entries.TryGetValue(entry.Address.Number, out var now) && now.Row.Name != entry.Row.Name);
        return new PlanUpdate([.. gone, .. renamed], [.. changed]);
    }

    /// <summary>
    /// Returns the next piece of the snapshot. After the last one it waits for changed states, and returns none when the goals are resolved
    /// anew meanwhile.
    /// </summary>
    public async Task<IReadOnlyList<GoalState>> NextAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _replaced.Token);
        try
        {
            return await _watch!.NextAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <summary>
    /// Records a state as sent and returns its goal; null when the goal is no longer covered, or the state not newer than the one that was
    /// sent.
    /// </summary>
    public GoalEntry? Take(GoalState state)
    {
        var number = state.Goal.Number;
        if (state.Figures is null
            || !_entries.TryGetValue(number, out var entry)
            || (_sent.TryGetValue(number, out var sent) && !IsNews(sent, state)))
        {
            return null;
        }

        _sent[number] = state;
        return entry;
    }

    public void Dispose() => Close();

    private static bool IsNews(GoalState sent, GoalState state) =>
        state.Version > sent.Version || (state.IsAsNewAs(sent) && !state.SaysTheSameAs(sent));

    // A goal publishes only changes of its figures. Changes of its title and links are found here.
    private static bool IsRedefined(GoalEntry former, GoalEntry entry) =>
        !former.Row.Body.Span.SequenceEqual(entry.Row.Body.Span) || !former.Parents.SequenceEqual(entry.Parents);

    private void Close()
    {
        _replaced.Cancel();
        _replaced.Dispose();
        _watch?.Dispose();
    }
}

/// <summary>The effect of a new plan on the watched goals.</summary>
/// <param name="Gone">The goals that are no longer covered, or no longer have this name.</param>
/// <param name="Redefined">The goals with another definition, each with the state that was sent last.</param>
internal readonly record struct PlanUpdate(IReadOnlyList<GoalEntry> Gone, IReadOnlyList<(GoalEntry Goal, GoalState State)> Redefined);
