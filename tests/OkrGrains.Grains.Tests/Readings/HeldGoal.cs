using OkrGrains.Grains.Readings;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Tests.Readings;

/// <summary>A call that the test answers.</summary>
internal sealed record HeldCall(SentReadings Sent, StoredReading[] Readings, TaskCompletionSource<Appended> Answer);

/// <summary>A goal whose answers the test gives.</summary>
internal sealed class HeldGoal : ReadingsOnly
{
    private readonly System.Threading.Channels.Channel<HeldCall> _calls = System.Threading.Channels.Channel.CreateUnbounded<HeldCall>();

    /// <summary>Who is to be told of which call, for those that ask for it.</summary>
    public Queue<(IAppliedWatcher Watcher, long Call)> Telling { get; } = new();

    public Task<HeldCall> NextCall() => _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public override Task<Appended> Append(SentReadings readings)
    {
        var call = new HeldCall(readings, readings.Readings.ToArray(), new(TaskCreationOptions.RunContinuationsAsynchronously));
        Assert.True(_calls.Writer.TryWrite(call));
        return call.Answer.Task;
    }

    public override Task<Appended> AppendTelling(SentReadings readings, IAppliedWatcher watcher, long call)
    {
        Telling.Enqueue((watcher, call));
        return Append(readings);
    }
}

/// <summary>A goal that has nothing to wait for.</summary>
internal sealed class ReadyGoal : ReadingsOnly
{
    private static readonly Task<Appended> Durable = Task.FromResult(new Appended(Taken: true, 1, []));

    public override Task<Appended> Append(SentReadings readings) => Durable;

    public override Task<Appended> AppendTelling(SentReadings readings, IAppliedWatcher watcher, long call) => Durable;
}

/// <summary>Only its reference is of interest.</summary>
internal sealed class UnusedWatcher : IAppliedWatcher
{
    public Task Applied(long goal, long call) => throw new NotSupportedException();
}
