namespace OkrGrains.Crash;

/// <summary>The engine has broken its word.</summary>
internal sealed class CrashFailure(string message) : Exception(message);
