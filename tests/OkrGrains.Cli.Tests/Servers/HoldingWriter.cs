using System.Text.RegularExpressions;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>A writer that holds whoever writes a line that matches, until it is released.</summary>
internal sealed class HoldingWriter(string pattern) : StringWriter
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    public Task Reached => _reached.Task;

    public void Release() => _released.Set();

    public override void Write(string? value)
    {
        base.Write(value);
        Look();
    }

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        Look();
    }

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        Look();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _released.Set();
        }

        base.Dispose(disposing);
    }

    private void Look()
    {
        if (Regex.IsMatch(ToString(), pattern))
        {
            _reached.TrySetResult();
            _released.Wait();
        }
    }
}
