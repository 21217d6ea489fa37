namespace Grpc.Core;

/// <summary>Hints for the messages written after it.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait in a buffer for the next one.</summary>
    BufferHint = 0x1,

    /// <summary>The message is not compressed.</summary>
    NoCompress = 0x2,
}

/// <summary>Options for writing messages.</summary>
public class WriteOptions(WriteFlags flags = default)
{
    /// <summary>No flags.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>The flags.</summary>
    public WriteFlags Flags { get; } = flags;
}
