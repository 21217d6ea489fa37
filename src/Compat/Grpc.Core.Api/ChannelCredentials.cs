namespace Grpc.Core;

/// <summary>How a channel secures its connection.</summary>
public abstract class ChannelCredentials
{
    /// <summary>Not at all.</summary>
    public static ChannelCredentials Insecure { get; } = new Plain();

    /// <summary>TLS with the certificates that the operating system trusts.</summary>
    public static ChannelCredentials SecureSsl { get; } = new Tls();

    /// <summary>A secured connection, and credentials on each of its calls.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new Composite(channelCredentials, callCredentials);
    }

    /// <summary>Tells the transport what these credentials are; not for applications.</summary>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state);

    private sealed class Plain : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class Tls : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetSslCredentials(state, null, null, null);
    }

    private sealed class Composite(ChannelCredentials channelCredentials, CallCredentials callCredentials) : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetCompositeCredentials(state, channelCredentials, callCredentials);
    }
}

/// <summary>Learns what channel credentials are; implemented by the transport.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>They are none.</summary>
    public abstract void SetInsecureCredentials(object state);

    /// <summary>They are TLS; all nulls mean what the operating system trusts.</summary>
    public abstract void SetSslCredentials(
        object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    /// <summary>They are a secured connection and credentials on each call.</summary>
    public abstract void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}

/// <summary>A client certificate; not supported by this transport, named by its signatures only.</summary>
public sealed class KeyCertificatePair
{
    private KeyCertificatePair()
    {
    }
}

/// <summary>Judges a server's certificate; not supported by this transport, named by its signatures only.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);

/// <summary>A server's certificate; not supported by this transport, named by its signatures only.</summary>
public sealed class VerifyPeerContext
{
    private VerifyPeerContext()
    {
    }
}
