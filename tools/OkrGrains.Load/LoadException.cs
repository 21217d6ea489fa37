namespace OkrGrains.Load;

/// <summary>The server has sent an answer that cannot be true.</summary>
internal sealed class LoadException(string message) : Exception(message);
