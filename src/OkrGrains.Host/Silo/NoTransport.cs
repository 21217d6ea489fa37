using System.Net;
using Microsoft.AspNetCore.Connections;

namespace OkrGrains.Host.Silo;

/// <summary>A transport of a silo that reaches nobody and that nobody reaches: it opens no socket.</summary>
internal sealed class NoTransport : IConnectionListenerFactory, IConnectionFactory
{
    /// <summary>Returns a listener that binds nothing and accepts no connection.</summary>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new Listener(endpoint));

    /// <summary>Refuses to connect to any address.</summary>
    /// <exception cref="ConnectionAbortedException">Always thrown.</exception>
    public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        throw new ConnectionAbortedException($"A single silo connects to nobody; it was to connect to {endpoint}.");

    private sealed class Listener(EndPoint endpoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endpoint;

        // Orleans accepts in a loop that ends at the first null, and waits for that loop when it stops.
        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new(_unbound.Task.WaitAsync(cancellationToken));

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _unbound.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
