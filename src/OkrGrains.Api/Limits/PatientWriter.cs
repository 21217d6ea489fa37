using Grpc.Core;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>Writes to a peer that may be slow, up to a limit.</summary>
internal sealed class PatientWriter<T>(IServerStreamWriter<T> responses, TimeSpan limit, TimeProvider time)
{
    /// <summary>Writes a message; ends when the transport took it, which HTTP/2 flow control may delay.</summary>
    /// <exception cref="ApiFault">The peer took nothing for too long.</exception>
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
