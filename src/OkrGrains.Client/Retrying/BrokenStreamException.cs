namespace OkrGrains.Client.Retrying;

/// <summary>Thrown when a stream ended, or lost step with the server, without a status that says so. The stream is opened again.</summary>
internal sealed class BrokenStreamException(string message) : Exception(message);
