using System.Text;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Keeps what a program writes while it runs, and tells when it has written a text.</summary>
internal sealed class AwaitedWriter : TextWriter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Awaited, TaskCompletionSource Written)> _waiting = [];

    public AwaitedWriter() => CoreNewLine = ['\n'];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_gate)
        {
            _text.Append(value);
            var now = _text.ToString();
            _waiting.RemoveAll(waiting => now.Contains(waiting.Awaited, StringComparison.Ordinal) && waiting.Written.TrySetResult());
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public Task WhenWrittenAsync(string text)
    {
        lock (_gate)
        {
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((text, written));
            if (_text.ToString().Contains(text, StringComparison.Ordinal))
            {
                written.TrySetResult();
            }

            return written.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return _text.ToString();
        }
    }
}
