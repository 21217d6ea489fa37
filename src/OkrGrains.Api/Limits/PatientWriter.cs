using Grpc.Core;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>Writes messages to a peer that may be slow, but waits for it only up to a time limit.</summary>
internal sealed class PatientWriter<T>(IServerStreamWriter<T> responses, TimeSpan limit, TimeProvider time)
{
    /// <summary>Writes a message. Completes when the transport has taken it, which HTTP/2 flow control may delay.</summary>
    /// <exception cref="ApiFault">The peer read nothing for longer than the limit.</exception>
    public ValueTask WriteAsync(T message, CancellationToken cancellation)
    {
        var write = responses.WriteAsync(message, cancellation);
        return write.IsCompletedSuccessfully ? default : new ValueTask(WaitAsync(write, cancellation));
    }

    private async Task WaitAsync(Task write, CancellationToken cancellation)
    {
        try
        {
            await write.WaitAsync(limit, time, cancellation);
        }
        catch (TimeoutException)
        {
            throw ApiFault.Overloaded("The peer does not read what it is sent.");
        }
    }
}
