using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Stress.Watching;

/// <summary>A watcher of a goal and all below it, or of a workspace, that reads nothing until it is asked to look.</summary>
internal sealed class StuckWatcher(CallInvoker invoker, string name) : IDisposable
{
    private readonly AsyncServerStreamingCall<WatchGoalsResponse> _call = new WatchService.WatchServiceClient(invoker).WatchGoals(
        new WatchGoalsRequest { Name = name, Subtree = true });

    /// <summary>Reads what waits, up to the end.</summary>
    /// <returns>
    /// The number of goals that waited, and the fault with which the server has ended the call; null if it has not within the time.
    /// </returns>
    public async Task<(int Goals, RpcFault? End)> ReadAsync(TimeSpan patience)
    {
        var goals = 0;
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        try
        {
            while (await _call.ResponseStream.MoveNext(limit.Token))
            {
                goals += _call.ResponseStream.Current.Goal is null ? 0 : 1;
            }

            return (goals, null);
        }
        catch (RpcException end)
        {
            return (goals, limit.IsCancellationRequested ? null : RpcFault.Of(end));
        }
    }

    public void Dispose() => _call.Dispose();
}
