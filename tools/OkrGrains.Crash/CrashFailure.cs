namespace OkrGrains.Crash;

/// <summary>The engine has broken one of its guarantees.</summary>
internal sealed class CrashFailure(string message) : Exception(message);
