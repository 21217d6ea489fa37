namespace OkrGrains.Client.Readings;

/// <summary>
/// The readings from the first that is not acknowledged to the last that was written, by sequence, in a ring. Sequences start at 1 and
/// rise by one; <see cref="Acknowledged"/> ≤ <see cref="Sent"/> ≤ <see cref="Written"/>.
/// </summary>
internal sealed class PendingReadings(int capacity)
{
    private readonly PendingReading[] _ring = new PendingReading[capacity];
    private long _heldByServer;

    public long Acknowledged { get; private set; }

    /// <summary>Held by their goals in memory at least; from <see cref="Acknowledged"/> on these may still be lost.</summary>
    public long Applied { get; private set; }

    public long Sent { get; private set; }

    public long Written { get; private set; }

    /// <summary>How many of the written readings the server held from an earlier life of this producer.</summary>
    public long AlreadyHeld { get; private set; }

    public bool IsFull => Written - Acknowledged == _ring.Length;

    public ref PendingReading this[long sequence] => ref _ring[(int)(sequence % _ring.Length)];

    public bool Holds(long sequence) => sequence > Acknowledged && sequence <= Written;

    /// <summary>True when the server holds the reading already, so that it need not be kept.</summary>
    public bool Add(in PendingReading reading)
    {
        Written++;
        if (Written <= _heldByServer)
        {
            Acknowledged = Applied = Sent = Written;
            AlreadyHeld++;
            return true;
        }

        this[Written] = reading;
        return false;
    }

    public void MarkSent(long through) => Sent = through;

    public void Acknowledge(long applied, long durable)
    {
        Applied = Math.Max(Applied, applied);
        Acknowledged = Math.Max(Acknowledged, durable);
    }

    /// <summary>A stream has been opened: what the server holds is done, and the rest is to be sent again.</summary>
    public void ResumeAfter(long heldByServer, bool firstStream)
    {
        var held = Math.Min(heldByServer, Written);
        if (firstStream)
        {
            AlreadyHeld = held;
        }

        _heldByServer = heldByServer;
        Acknowledged = Math.Max(Acknowledged, held);
        Applied = Sent = Acknowledged;
    }
}
