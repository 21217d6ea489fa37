namespace Grpc.Core;

/// <summary>A way to a server; implemented by the transport.</summary>
public abstract class ChannelBase
{
    /// <summary>A channel to a target.</summary>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>The address that the channel leads to.</summary>
    public string Target { get; }

    /// <summary>Something that starts calls on this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends the channel.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Implements <see cref="ShutdownAsync" />; does nothing unless overridden.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
