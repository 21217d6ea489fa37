using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>
/// Follows the readings of all goals through all commits, oldest first, and reports every break: each commit that holds readings of a goal
/// must name the previous one, and the goal's state must be at the last.
/// </summary>
/// <param name="counters">The counters of the store.</param>
/// <param name="erased">The goals whose bytes are being removed: what is left of their readings is no chain any more.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class ChunkChains(StoreCounters counters, IReadOnlySet<long> erased, FaultList faults)
{
    private readonly Dictionary<long, long> _last = [];
    private readonly HashSet<(long Goal, long Position)> _amending = [];
    private readonly HashSet<(long Goal, ReadingName Name)> _amended = [];
    private Instant _acceptedAt = Instant.Earliest;

    public long Readings { get; private set; }

    public void Add(long position, Instant acceptedAt, ReadOnlySpan<byte> body)
    {
        if (position > counters.Position)
        {
            faults.Add($"There are readings of commit {position}; the last one of the store is {counters.Position}.");
        }

        if (acceptedAt < _acceptedAt)
        {
            faults.Add($"Commit {position} was accepted before an older one.");
        }

        _acceptedAt = acceptedAt;
        var reader = new ChunkReader(body);
        for (var i = 0; i < reader.Count; i++)
        {
            var section = reader.At(i, position);
            if (!erased.Contains(section.Goal))
            {
                Add(position, section);
            }
        }
    }

    /// <summary>
    /// Expects an amendment: its commit must have an empty section for the goal, and the goal must hold the amended reading. Called before
    /// any chunk is added.
    /// </summary>
    public void Expect(long goal, StoredAmendment stored)
    {
        if (erased.Contains(goal))
        {
            return;
        }

        _amending.Add((goal, stored.Position));
        _amended.Add((goal, stored.Amendment.Name));
    }

    public void CheckState(long goal, long position)
    {
        _last.Remove(goal, out var last);
        if (!erased.Contains(goal) && last != position)
        {
            faults.Add($"The state of goal {goal} is at commit {position}; its last readings are of commit {last}.");
        }
    }

    /// <summary>Reports everything that was expected and not found. Called after all states have been checked.</summary>
    public void CheckNoneLeft()
    {
        foreach (var goal in _last.Keys.Order())
        {
            faults.Add($"Goal {goal} has readings and no state.");
        }

        foreach (var (goal, position) in _amending.Order())
        {
            faults.Add($"There is an amendment of commit {position} for goal {goal}, which the commit says nothing of.");
        }

        foreach (var (goal, name) in _amended)
        {
            faults.Add($"Reading {name.Sequence} of producer {name.Producer} is amended, and goal {goal} does not hold it.");
        }
    }

    private void Add(long position, in ChunkSection section)
    {
        var before = _last.GetValueOrDefault(section.Goal);
        if (section.Previous != before)
        {
            faults.Add($"Commit {position} says that goal {section.Goal} has readings of commit {section.Previous} before it, not of {before}.");
        }

        if (section.Readings.IsEmpty && !_amending.Remove((section.Goal, position)))
        {
            faults.Add($"The amendment that commit {position} holds for goal {section.Goal} is missing.");
        }

        _last[section.Goal] = position;
        Readings += section.Readings.Length;
        Meet(section);
    }

    private void Meet(in ChunkSection section)
    {
        if (_amended.Count == 0)
        {
            return;
        }

        foreach (ref readonly var reading in section.Readings.Span)
        {
            _amended.Remove((section.Goal, reading.Name));
        }
    }
}
