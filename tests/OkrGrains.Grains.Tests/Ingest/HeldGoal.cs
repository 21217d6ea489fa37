using OkrGrains.Grains.Readings;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Ingest;

/// <summary>A call that the test answers.</summary>
internal sealed record HeldCall(SentReadings Sent, StoredReading[] Readings, TaskCompletionSource<Appended> Answer);

/// <summary>A goal whose answers the test gives.</summary>
internal sealed class HeldGoal : ReadingsOnly
{
    private readonly System.Threading.Channels.Channel<HeldCall> _calls = System.Threading.Channels.Channel.CreateUnbounded<HeldCall>();

    /// <summary>The observers that are to be told that readings are applied, each with the number of its call.</summary>
    public Queue<(IAppliedObserver Observer, long Call)> Telling { get; } = new();

    public Task<HeldCall> NextCall() => _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public override Task<Appended> Append(SentReadings readings)
    {
        var call = new HeldCall(readings, readings.Readings.ToArray(), new(TaskCreationOptions.RunContinuationsAsynchronously));
        Assert.True(_calls.Writer.TryWrite(call));
        return call.Answer.Task;
    }

    public override Task<Appended> AppendTelling(SentReadings readings, IAppliedObserver observer, long call)
    {
        Telling.Enqueue((observer, call));
        return Append(readings);
    }
}

/// <summary>A goal that answers every call at once.</summary>
internal sealed class ReadyGoal : ReadingsOnly
{
    private static readonly Task<Appended> Durable = Task.FromResult(new Appended(Taken: true, 1, []));

    public override Task<Appended> Append(SentReadings readings) => Durable;

    public override Task<Appended> AppendTelling(SentReadings readings, IAppliedObserver observer, long call) => Durable;
}

/// <summary>An observer that must not be called; only its reference is of interest.</summary>
internal sealed class UnusedObserver : IAppliedObserver
{
    public Task Applied(long goal, long call) => throw new NotSupportedException();
}
