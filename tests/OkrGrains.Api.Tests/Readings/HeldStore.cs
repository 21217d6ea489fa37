using System.Reflection;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>A store whose appends, loads of goals and plans a test can follow, hold up or make fail. All other calls go through.</summary>
public class HeldStore : DispatchProxy
{
    private IGoalStore _store = null!;

    /// <summary>Runs before every append.</summary>
    public Func<Task> BeforeAppend { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before every read of the subtree of a goal.</summary>
    public Func<Task> BeforeLoad { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs after every change of definitions that is durable.</summary>
    public Action AfterDefine { get; set; } = () => { };

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
        nameof(IGoalStore.DefineAsync) => new ValueTask<long>(DefineAsync((DefinitionCommit)args![0]!, (CancellationToken)args[1]!)),
        nameof(IGoalStore.ReadSubtreeAsync) => new ValueTask<Subtree?>(
            ReadSubtreeAsync((long)args![0]!, (int?)args[1], (SubtreeScope)args[2]!, (CancellationToken)args[3]!)),
        nameof(IAsyncDisposable.DisposeAsync) => default(ValueTask),
        _ => targetMethod.Invoke(_store, BindingFlags.DoNotWrapExceptions, null, args, null),
    };

    private async Task<long> AppendAsync(ReadingAppend append, CancellationToken cancellation)
    {
        await BeforeAppend();
        return await _store.AppendAsync(append, cancellation);
    }

    private async Task<long> DefineAsync(DefinitionCommit commit, CancellationToken cancellation)
    {
        var revision = await _store.DefineAsync(commit, cancellation);
        AfterDefine();
        return revision;
    }

    private async Task<Subtree?> ReadSubtreeAsync(long goal, int? combiner, SubtreeScope scope, CancellationToken cancellation)
    {
        await BeforeLoad();
        return await _store.ReadSubtreeAsync(goal, combiner, scope, cancellation);
    }
}
