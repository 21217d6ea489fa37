namespace Orleans.Runtime;

/// <summary>A fault of the runtime, not of a grain.</summary>
public class OrleansException(string message) : Exception(message);

/// <summary>The runtime refused a call.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    private protected OrleansMessageRejectionException(string message)
        : base(message)
    {
    }
}

/// <summary>The silo of a call is gone; whether the call took effect is unknown.</summary>
public sealed class SiloUnavailableException(string msg) : OrleansMessageRejectionException(msg);

/// <summary>The owner of an observer is gone.</summary>
public sealed class ClientNotAvailableException : OrleansException
{
    internal ClientNotAvailableException(string message)
        : base(message)
    {
    }
}

/// <summary>Too many calls wait for one activation.</summary>
public sealed class LimitExceededException(string message) : OrleansException(message);

/// <summary>The silo cannot start as it is configured.</summary>
public sealed class OrleansConfigurationException(string message) : Exception(message);
