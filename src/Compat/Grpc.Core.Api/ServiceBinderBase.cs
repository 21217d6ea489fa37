namespace Grpc.Core;

/// <summary>Takes the methods of a service one by one; implemented by the transport.</summary>
public abstract class ServiceBinderBase
{
    /// <summary>Takes a unary method; a null handler tells its shape only.</summary>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw Unsupported(method);

    /// <summary>Takes a method that streams requests; a null handler tells its shape only.</summary>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw Unsupported(method);

    /// <summary>Takes a method that streams responses; a null handler tells its shape only.</summary>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw Unsupported(method);

    /// <summary>Takes a method that streams both ways; a null handler tells its shape only.</summary>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw Unsupported(method);

    private NotSupportedException Unsupported(IMethod method) => new($"{GetType().Name} does not support {method.Type} methods.");
}
