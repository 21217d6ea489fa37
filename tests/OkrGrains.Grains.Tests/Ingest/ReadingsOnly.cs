using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Ingest;

/// <summary>A goal that only takes readings.</summary>
internal abstract class ReadingsOnly : IReadingGrain
{
    public abstract Task<Appended> Append(SentReadings readings);

    public abstract Task<Appended> AppendTelling(SentReadings readings, IAppliedObserver observer, long call);

    public Task<bool> Contribute(ImmutableArray<Contribution> contributions) => throw new NotSupportedException();

    public Task<Amended> Amend(ReadingAmendment amendment) => throw new NotSupportedException();

    public Task<bool> ContributeAgain(ImmutableArray<Contribution> contributions) => throw new NotSupportedException();

    public Task PassOnAgain(long revision) => throw new NotSupportedException();

    public Task<GoalState> Read(Instant at) => throw new NotSupportedException();

    public Task Redefine(long revision) => throw new NotSupportedException();

    public Task<CheckedIn> CheckIn(CheckInEntry entry) => throw new NotSupportedException();

    public Task Refresh() => throw new NotSupportedException();

    public Task<ReadAtLeastResult> ReadAtLeast(ImmutableArray<Expected> expected, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task OnTimer() => throw new NotSupportedException();

    public Task Unwatch(IGoalWatcher watcher) => throw new NotSupportedException();

    public Task<GoalState> Watch(IGoalWatcher watcher) => throw new NotSupportedException();
}
