using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace OkrGrains.Host;

/// <summary>
/// Closes connections only after their peers have. When a server stops, the last that it sends on a connection are the status of every open
/// stream and that it goes away. A peer that finds the connection closed before its program has read the status may throw the status away: its
/// system does, when the server has closed a socket with input that nobody has read, and some clients do. So the input is read, and ignored,
/// until the peer has closed the connection or the limit is reached.
/// </summary>
/// <param name="next">Serves the connection.</param>
/// <param name="time">The clock that measures the limit.</param>
internal sealed class LingeringClose(ConnectionDelegate next, TimeProvider time)
{
    /// <summary>The longest time for which a connection stays open for its peer to read what was sent.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Serves a connection, and completes when it can be closed.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        var transport = connection.Transport;
        connection.Transport = new HeldTransport(transport);
        try
        {
            await next(connection);
            await LingerAsync(transport.Input, connection.ConnectionClosed);
        }
        finally
        {
            connection.Transport = transport;
            await transport.Input.CompleteAsync();
        }
    }

    private async Task LingerAsync(PipeReader input, CancellationToken closed)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(closed, limit.Token);
        try
        {
            ReadResult read;
            do
            {
                read = await input.ReadAsync(end.Token);
                input.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // The limit is reached, or the connection is reset: nobody reads any more.
        }
    }

    /// <summary>A connection whose input stays open when whoever serves it is done with it.</summary>
    private sealed class HeldTransport(IDuplexPipe transport) : IDuplexPipe
    {
        public PipeReader Input { get; } = new HeldInput(transport.Input);

        public PipeWriter Output => transport.Output;
    }

    private sealed class HeldInput(PipeReader input) : PipeReader
    {
        public override void Complete(Exception? exception = null)
        {
        }

        public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => input.CancelPendingRead();

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => input.ReadAsync(cancellationToken);

        public override bool TryRead(out ReadResult result) => input.TryRead(out result);
    }
}
