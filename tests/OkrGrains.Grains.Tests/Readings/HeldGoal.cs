using System.Collections.Immutable;
using OkrGrains.Grains.Amendments;
using OkrGrains.Grains.CheckIns;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Settling;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Tests.Readings;

/// <summary>A call that the test answers.</summary>
internal sealed record HeldCall(SentReadings Sent, StoredReading[] Readings, TaskCompletionSource<Appended> Answer);

/// <summary>A goal whose answers the test gives.</summary>
internal sealed class HeldGoal : IReadingGrain
{
    private readonly System.Threading.Channels.Channel<HeldCall> _calls = System.Threading.Channels.Channel.CreateUnbounded<HeldCall>();

    /// <summary>Who is to be told of which call, for those that ask for it.</summary>
    public Queue<(IAppliedWatcher Watcher, long Call)> Telling { get; } = new();

    public Task<HeldCall> NextCall() => _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public Task<Appended> Append(SentReadings sent)
    {
        var call = new HeldCall(sent, sent.Readings.ToArray(), new(TaskCreationOptions.RunContinuationsAsynchronously));
        Assert.True(_calls.Writer.TryWrite(call));
        return call.Answer.Task;
    }

    public Task<Appended> AppendTelling(SentReadings sent, IAppliedWatcher watcher, long call)
    {
        Telling.Enqueue((watcher, call));
        return Append(sent);
    }

    public Task<bool> Contribute(ImmutableArray<Contribution> contributions) => throw new NotSupportedException();

    public Task<Amended> Amend(ReadingAmendment amendment) => throw new NotSupportedException();

    public Task<bool> ContributeAgain(ImmutableArray<Contribution> contributions) => throw new NotSupportedException();

    public Task PassOnAgain(long revision) => throw new NotSupportedException();

    public Task<GoalState> Read(Instant at) => throw new NotSupportedException();

    public Task Redefine(long revision) => throw new NotSupportedException();

    public Task<CheckedIn> CheckIn(CheckInEntry entry) => throw new NotSupportedException();

    public Task Refresh() => throw new NotSupportedException();

    public Task<Settled> Settle(ImmutableArray<Expected> expected) => throw new NotSupportedException();

    public Task Turn() => throw new NotSupportedException();

    public Task Unwatch(IGoalWatcher watcher) => throw new NotSupportedException();

    public Task<GoalState> Watch(IGoalWatcher watcher) => throw new NotSupportedException();
}
