namespace Orleans.Runtime;

/// <summary>A fault of the runtime, not of a grain.</summary>
public class OrleansException(string message) : Exception(message);

/// <summary>The silo of a call is gone; whether the call took effect is unknown.</summary>
public sealed class SiloUnavailableException(string message) : OrleansException(message);

/// <summary>The observer is gone, or its owner.</summary>
public sealed class ClientNotAvailableException(string message) : OrleansException(message);

/// <summary>Too many calls wait for one activation.</summary>
public sealed class LimitExceededException(string message) : OrleansException(message);
