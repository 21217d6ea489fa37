using OkrGrains.Client;

namespace OkrGrains.Stress.Probing;

/// <summary>
/// A client on a connection of its own that reads a goal at a fixed period, whatever happens. It measures the time from the instant at
/// which a call was due to be made until it is answered, so that one slow call counts for all that it holds up.
/// </summary>
internal sealed class UnaryProbe(Uri server, TimeSpan period) : IDisposable
{
    private readonly OkrClient _client = new(server);

    public async Task<Latencies> RunAsync(TimeSpan duration)
    {
        var started = TimeProvider.System.GetTimestamp();
        var millis = new List<double>();
        for (var due = TimeSpan.Zero; due < duration; due += period)
        {
            var early = due - TimeProvider.System.GetElapsedTime(started);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, TimeProvider.System);
            }

            await _client.Goals.GetAsync(ProbeTree.Root);
            millis.Add((TimeProvider.System.GetElapsedTime(started) - due).TotalMilliseconds);
        }

        return new(millis);
    }

    public void Dispose() => _client.Dispose();
}
