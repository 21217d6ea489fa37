namespace OkrGrains.Client.Retrying;

/// <summary>A stream that ended or fell out of step without a status that says so; it is opened again.</summary>
internal sealed class BrokenStreamException(string message) : Exception(message);
