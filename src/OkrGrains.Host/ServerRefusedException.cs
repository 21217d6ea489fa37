namespace OkrGrains.Host;

/// <summary>Thrown when a server cannot start with its options.</summary>
/// <param name="message">The reason, in one line for the person who started it.</param>
/// <param name="inner">The cause.</param>
public sealed class ServerRefusedException(string message, Exception? inner = null) : Exception(message, inner);
