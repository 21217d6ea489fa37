namespace OkrGrains.Host;

/// <summary>A server cannot start as it was asked to.</summary>
/// <param name="message">Why, in one line for whoever started it.</param>
/// <param name="inner">The cause.</param>
public sealed class ServerRefusedException(string message, Exception? inner = null) : Exception(message, inner);
