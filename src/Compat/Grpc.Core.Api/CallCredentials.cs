namespace Grpc.Core;

/// <summary>Credentials of a call: they add metadata to it.</summary>
public abstract class CallCredentials
{
    /// <summary>Several credentials, applied in order.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new Composite([.. credentials]);

    /// <summary>Credentials that a function adds to each call.</summary>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new FromFunction(interceptor);
    }

    /// <summary>Tells the transport what these credentials are; not for applications.</summary>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object state);

    private sealed class Composite(IReadOnlyList<CallCredentials> credentials) : CallCredentials
    {
        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetCompositeCredentials(state, credentials);
    }

    private sealed class FromFunction(AsyncAuthInterceptor interceptor) : CallCredentials
    {
        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetAsyncAuthInterceptorCredentials(state, interceptor);
    }
}

/// <summary>Learns what call credentials are; implemented by the transport.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>They are several, in order.</summary>
    public abstract void SetCompositeCredentials(object state, IReadOnlyList<CallCredentials> credentials);

    /// <summary>They are a function.</summary>
    public abstract void SetAsyncAuthInterceptorCredentials(object state, AsyncAuthInterceptor interceptor);
}

/// <summary>Adds credentials to the metadata of a call.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

/// <summary>The call that credentials are wanted for.</summary>
public class AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
{
    /// <summary>The URL of the service.</summary>
    public string ServiceUrl { get; } = serviceUrl;

    /// <summary>The name of the method within the service.</summary>
    public string MethodName { get; } = methodName;

    /// <summary>Signals that the call was cancelled.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
