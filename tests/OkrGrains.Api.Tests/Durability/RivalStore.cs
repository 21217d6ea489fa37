using System.Reflection;
using System.Runtime.ExceptionServices;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Tests.Durability;

/// <summary>A store in which somebody else commits a change just before each change of definitions.</summary>
public class RivalStore : DispatchProxy
{
    private IGoalStore _inner = null!;

    internal bool Races { get; set; }

    internal static IGoalStore Around(IGoalStore inner, out RivalStore rival)
    {
        var store = Create<IGoalStore, RivalStore>();
        rival = (RivalStore)(object)store;
        rival._inner = inner;
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (Races && targetMethod!.Name == nameof(IGoalStore.DefineAsync))
        {
            return new ValueTask<long>(LoseAsync((DefinitionCommit)args![0]!));
        }

        try
        {
            return targetMethod!.Invoke(_inner, args);
        }
        catch (TargetInvocationException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException!);
            throw;
        }
    }

    private async Task<long> LoseAsync(DefinitionCommit commit)
    {
        await _inner.DefineAsync(commit, CancellationToken.None);
        return await _inner.DefineAsync(commit, CancellationToken.None);
    }
}
