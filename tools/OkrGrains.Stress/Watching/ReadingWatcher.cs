using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Stress.Probing;

namespace OkrGrains.Stress.Watching;

/// <summary>A watcher of the goal at the top that reads everything it is sent.</summary>
internal sealed class ReadingWatcher(CallInvoker invoker, bool subtree)
{
    private readonly Journeys _seen = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Synced => _synced.Task;

    public Journeys Seen => _seen;

    /// <summary>The number of goals that it has been sent.</summary>
    public int Goals { get; private set; }

    public async Task RunAsync(CancellationToken end)
    {
        try
        {
            var request = new WatchGoalsRequest { Name = ProbeTree.Root, Subtree = subtree };
            using var call = new WatchService.WatchServiceClient(invoker).WatchGoals(request, cancellationToken: end);
            while (await call.ResponseStream.MoveNext(end))
            {
                Take(call.ResponseStream.Current);
            }
        }
        catch (RpcException) when (end.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            _synced.TrySetException(failure);
            throw;
        }
    }

    private void Take(WatchGoalsResponse response)
    {
        if (response.Synced is not null)
        {
            _synced.TrySetResult();
        }
        else if (response.Goal is { } goal)
        {
            Goals++;
            if (goal.Name == ProbeTree.Root && ProbeTree.Counted(goal) is { } counted)
            {
                _seen.Arrived(counted);
            }
        }
    }
}
