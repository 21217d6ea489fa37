namespace OkrGrains.Grains.Tests.Histories;

/// <summary>Counts what happened in all histories: a property that met nothing has shown nothing.</summary>
internal sealed class HistoryTally
{
    private int _histories;
    private int _edits;
    private int _readings;
    private int _amendments;
    private int _comparisons;
    private int _deletions;
    private int _moves;
    private int _restarts;

    public void Histories(int count) => Interlocked.Add(ref _histories, count);

    public void Edit() => Interlocked.Increment(ref _edits);

    public void Readings(int count) => Interlocked.Add(ref _readings, count);

    public void Amended(int count) => Interlocked.Add(ref _amendments, count);

    public void Comparison() => Interlocked.Increment(ref _comparisons);

    public void Deleted() => Interlocked.Increment(ref _deletions);

    public void Move() => Interlocked.Increment(ref _moves);

    public void Restart() => Interlocked.Increment(ref _restarts);

    public override string ToString() =>
        $"{_histories} histories: {_edits} edits, {_readings} readings, {_amendments} amendments, {_deletions} deletions, {_comparisons} comparisons; "
        + $"their clocks moved {_moves} times, silos ended {_restarts} times";
}
