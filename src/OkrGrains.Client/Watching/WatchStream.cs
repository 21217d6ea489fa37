using Grpc.Core;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Watching;

/// <summary>
/// One stream of a watch, from its opening until it breaks. It also breaks when the server is silent for three heartbeats.
/// </summary>
internal sealed class WatchStream : IDisposable
{
    private const int MissedHeartbeats = 3;

    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _end;
    private readonly CancellationToken _cancellation;
    private readonly ITimer _watchdog;
    private readonly TimeSpan _patience;
    private readonly AsyncServerStreamingCall<WatchGoalsResponse> _call;

    public WatchStream(WatchService.WatchServiceClient service, WatchOptions options, TimeProvider time, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _silence = new CancellationTokenSource();
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _silence.Token);
        _patience = options.Heartbeat * MissedHeartbeats;
        _watchdog = time.CreateTimer(_ => _silence.Cancel(), null, _patience, Timeout.InfiniteTimeSpan);
        var request = new WatchGoalsRequest
        {
            Name = options.Name,
            Subtree = options.Subtree,
            HeartbeatSeconds = (int)options.Heartbeat.TotalSeconds,
        };
        _call = service.WatchGoals(request, cancellationToken: _end.Token);
    }

    public async Task<WatchGoalsResponse> NextAsync()
    {
        _watchdog.Change(_patience, Timeout.InfiniteTimeSpan);
        bool more;
        try
        {
            more = await _call.ResponseStream.ReadAsync(_end.Token);
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException && _silence.IsCancellationRequested)
        {
            throw new BrokenStreamException("the server fell silent");
        }
        catch (RpcException) when (_cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(_cancellation);
        }
        finally
        {
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        return more ? _call.ResponseStream.Current : throw new BrokenStreamException("the server ended the watch");
    }

    public void Dispose()
    {
        _call.Dispose();
        _watchdog.Dispose();
        _end.Dispose();
        _silence.Dispose();
    }
}
