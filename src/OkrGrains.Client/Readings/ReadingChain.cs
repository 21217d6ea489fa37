using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OkrGrains.Client.Readings;

/// <summary>
/// A running SHA-256 over the goal, time and value of all readings of a producer, in their order. Two runs with equal digests at a sequence
/// have written the same readings up to there.
/// </summary>
internal sealed class ReadingChain : IDisposable
{
    private const int ReadingBytes = 2 * sizeof(long);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[8 * 1024];
    private int _buffered;

    /// <summary>The sequence of the last reading in the digest.</summary>
    public long Through { get; private set; }

    /// <summary>Returns the digest of all readings up to <see cref="Through"/>.</summary>
    public byte[] Digest()
    {
        Flush();
        return _hash.GetCurrentHash();
    }

    /// <summary>Adds the next reading.</summary>
    public void Add(string goal, in PendingReading reading)
    {
        // A zero byte ends the name. Names contain none, so no two lists of readings have the same bytes.
        var most = Encoding.UTF8.GetMaxByteCount(goal.Length) + 1 + ReadingBytes;
        if (_buffer.Length - _buffered < most)
        {
            Flush();
            _buffer = _buffer.Length < most ? new byte[most] : _buffer;
        }

        var rest = _buffer.AsSpan(_buffered);
        var length = Encoding.UTF8.GetBytes(goal, rest);
        rest[length] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(rest[(length + 1)..], reading.TimeMillis);
        BinaryPrimitives.WriteDoubleLittleEndian(rest[(length + 1 + sizeof(long))..], reading.Value);
        _buffered += length + 1 + ReadingBytes;
        Through++;
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _buffered);
        _buffered = 0;
    }
}
