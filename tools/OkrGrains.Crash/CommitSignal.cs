namespace OkrGrains.Crash;

/// <summary>
/// Shows from outside the server that a commit has become durable. The server writes the ack watermark to a file before it tells anybody,
/// so whoever watches that file can be the first to know.
/// </summary>
internal sealed class CommitSignal(string folder)
{
    private readonly string _note = Path.Combine(folder, "acked");
    private byte[] _last = File.ReadAllBytes(Path.Combine(folder, "acked"));

    /// <summary>Ends at the next commit, or when another task ends.</summary>
    public async Task ChangedAsync(Task orElse)
    {
        while (!orElse.IsCompleted)
        {
            var now = File.ReadAllBytes(_note);
            if (!now.AsSpan().SequenceEqual(_last))
            {
                _last = now;
                return;
            }

            await Task.Yield();
        }
    }
}
