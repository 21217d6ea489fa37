namespace OkrGrains.Load;

/// <summary>The engine has said what cannot be.</summary>
internal sealed class LoadException(string message) : Exception(message);
