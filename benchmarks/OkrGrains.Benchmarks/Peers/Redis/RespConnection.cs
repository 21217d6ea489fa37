using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace OkrGrains.Benchmarks.Peers.Redis;

/// <summary>
/// A connection with the RESP protocol: a command is an array of bulk strings, and its answer is one line or one bulk string.
/// </summary>
internal sealed class RespConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly PipeWriter _requests;
    private readonly PipeReader _answers;

    private RespConnection(Socket socket)
    {
        _socket = socket;
        var stream = new NetworkStream(socket, ownsSocket: true);
        _requests = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 256 * 1024));
        _answers = PipeReader.Create(stream);
    }

    public static async Task<RespConnection> OpenAsync(string socketPath)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a command of words and returns its answer as text.</summary>
    public Task<string> CallAsync(params IReadOnlyList<string> words)
    {
        Begin(words.Count);
        foreach (var word in words)
        {
            Add(Encoding.UTF8.GetBytes(word));
        }

        return AnswerAsync();
    }

    /// <summary>Begins a command of <paramref name="parts"/> parts, which are added by <see cref="Add"/>.</summary>
    public void Begin(int parts) => WriteLine('*', parts);

    /// <summary>Adds a part of the command.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        WriteLine('$', part.Length);
        _requests.Write(part);
        _requests.Write("\r\n"u8);
    }

    /// <summary>Sends the command and returns its answer.</summary>
    public async Task<string> AnswerAsync()
    {
        await _requests.FlushAsync();
        var line = await LineAsync();
        switch (line[0])
        {
            case '-':
                throw new InvalidOperationException($"Redis: {line}");
            case '$':
                return await BulkAsync(int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture));
            default:
                return line[1..];
        }
    }

    public void Dispose() => _socket.Dispose();

    private void WriteLine(char kind, int number)
    {
        var line = _requests.GetSpan(16);
        line[0] = (byte)kind;
        number.TryFormat(line[1..], out var digits, provider: CultureInfo.InvariantCulture);
        "\r\n"u8.CopyTo(line[(1 + digits)..]);
        _requests.Advance(1 + digits + 2);
    }

    private async Task<string> LineAsync()
    {
        while (true)
        {
            var read = await _answers.ReadAsync();
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _answers.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            _answers.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            ThrowIfEnded(read);
        }
    }

    private async Task<string> BulkAsync(int length)
    {
        var read = await _answers.ReadAtLeastAsync(length + 2);
        ThrowIfEnded(read);
        var text = Encoding.UTF8.GetString(read.Buffer.Slice(0, length));
        _answers.AdvanceTo(read.Buffer.GetPosition(length + 2));
        return text;
    }

    private static void ThrowIfEnded(ReadResult read)
    {
        if (read.IsCompleted)
        {
            throw new IOException("Redis has closed the connection.");
        }
    }
}
