namespace Grpc.Core;

/// <summary>Base of generated clients.</summary>
public abstract class ClientBase
{
    /// <summary>A client without a channel, for fakes; its calls fail.</summary>
    protected ClientBase() : this(new UnconnectedCallInvoker())
    {
    }

    /// <summary>A client on a channel.</summary>
    protected ClientBase(ChannelBase channel) : this((channel ?? throw new ArgumentNullException(nameof(channel))).CreateCallInvoker())
    {
    }

    /// <summary>A client on an invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
    {
        ArgumentNullException.ThrowIfNull(callInvoker);
        CallInvoker = callInvoker;
    }

    /// <summary>A client with the configuration of another one.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
        : this((configuration ?? throw new ArgumentNullException(nameof(configuration))).CallInvoker)
    {
    }

    /// <summary>Starts the calls of this client.</summary>
    protected CallInvoker CallInvoker { get; }

    /// <summary>What a client hands to a copy of itself.</summary>
    protected internal class ClientBaseConfiguration
    {
        internal ClientBaseConfiguration(CallInvoker callInvoker) => CallInvoker = callInvoker;

        internal CallInvoker CallInvoker { get; }
    }
}

/// <summary>Base of generated clients.</summary>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>A client without a channel, for fakes; its calls fail.</summary>
    protected ClientBase()
    {
    }

    /// <summary>A client on a channel.</summary>
    protected ClientBase(ChannelBase channel) : base(channel)
    {
    }

    /// <summary>A client on an invoker.</summary>
    protected ClientBase(CallInvoker callInvoker) : base(callInvoker)
    {
    }

    /// <summary>A client with the configuration of another one.</summary>
    protected ClientBase(ClientBaseConfiguration configuration) : base(configuration)
    {
    }

    /// <summary>Not supported: NotSupportedException.</summary>
    public T WithHost(string host) => throw new NotSupportedException($"{GetType().Name} does not support {nameof(WithHost)}.");

    /// <summary>Another client of the same type.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
