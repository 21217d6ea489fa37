namespace OkrGrains.Crash;

/// <summary>
/// Sees from outside that a commit has become durable: the server notes it in a file before it tells anybody, so that who watches the file
/// can be first.
/// </summary>
internal sealed class CommitSignal(string folder)
{
    private readonly string _note = Path.Combine(folder, "acked");
    private byte[] _last = File.ReadAllBytes(Path.Combine(folder, "acked"));

    /// <summary>Ends at the next commit, or when something else does.</summary>
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
