using System.Collections.Immutable;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>The listeners that are told of every commit.</summary>
internal sealed class CommitListeners
{
    private ImmutableArray<Action<CommitNotice>> _all = [];

    public IDisposable Add(Action<CommitNotice> listener)
    {
        // Each subscription has a delegate of its own, so that ending it does not end another subscription of the same method.
        Action<CommitNotice> own = notice => listener(notice);
        ImmutableInterlocked.Update(ref _all, all => all.Add(own));
        return new Subscription(this, own);
    }

    public void Tell(CommitNotice notice)
    {
        foreach (var listener in _all)
        {
            listener(notice);
        }
    }

    private sealed class Subscription(CommitListeners listeners, Action<CommitNotice> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref listeners._all, all => all.Remove(listener));
    }
}
