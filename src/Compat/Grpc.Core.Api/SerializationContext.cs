using System.Buffers;

namespace Grpc.Core;

/// <summary>Takes the bytes of one message; implemented by the transport.</summary>
public abstract class SerializationContext
{
    /// <summary>Ends the message with a whole payload, which the transport owns from then on.</summary>
    public virtual void Complete(byte[] payload) => throw Unsupported(nameof(Complete));

    /// <summary>The writer for the payload; end with <see cref="Complete()" />.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw Unsupported(nameof(GetBufferWriter));

    /// <summary>Tells the exact length, in bytes, before the payload is written.</summary>
    public virtual void SetPayloadLength(int payloadLength) => throw Unsupported(nameof(SetPayloadLength));

    /// <summary>Ends the message that was written to <see cref="GetBufferWriter" />.</summary>
    public virtual void Complete() => throw Unsupported(nameof(Complete));

    private NotSupportedException Unsupported(string member) => new($"{GetType().Name} does not support {member}.");
}

/// <summary>Hands out the bytes of one message; implemented by the transport.</summary>
public abstract class DeserializationContext
{
    /// <summary>The length of the message in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The payload as an array of the caller's own.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw Unsupported(nameof(PayloadAsNewBuffer));

    /// <summary>The payload without a copy; valid until the deserializer returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw Unsupported(nameof(PayloadAsReadOnlySequence));

    private NotSupportedException Unsupported(string member) => new($"{GetType().Name} does not support {member}.");
}
