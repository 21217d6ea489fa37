using System.Reflection;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>A store whose appends a test can hold up or make fail. All other calls go through.</summary>
public class HeldStore : DispatchProxy
{
    private IGoalStore _store = null!;

    /// <summary>Runs before every append.</summary>
    public Func<Task> BeforeAppend { get; set; } = () => Task.CompletedTask;

    public static (IGoalStore Store, HeldStore Held) Over(IGoalStore store)
    {
        var proxy = Create<IGoalStore, HeldStore>();
        var held = (HeldStore)(object)proxy;
        held._store = store;
        return (proxy, held);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(IGoalStore.AppendAsync) => new ValueTask<long>(AppendAsync((ReadingAppend)args![0]!, (CancellationToken)args[1]!)),
        nameof(IAsyncDisposable.DisposeAsync) => default(ValueTask),
        _ => targetMethod.Invoke(_store, BindingFlags.DoNotWrapExceptions, null, args, null),
    };

    private async Task<long> AppendAsync(ReadingAppend append, CancellationToken cancellation)
    {
        await BeforeAppend();
        return await _store.AppendAsync(append, cancellation);
    }
}
