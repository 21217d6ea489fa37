namespace OkrGrains.Cli.Readings;

/// <summary>A reading of a file as the server holds it.</summary>
/// <param name="Goal">The goal, <c>kpis/{id}</c> or <c>keyResults/{id}</c>.</param>
/// <param name="TimeMillis">The event time in milliseconds since 1970.</param>
/// <param name="Value">The value that counts; null if the reading is retracted.</param>
/// <param name="Producer">The producer that sent it.</param>
/// <param name="Number">The number of the producer in its family.</param>
/// <param name="Sequence">The sequence of the reading within its producer.</param>
internal sealed record HeldReading(string Goal, long TimeMillis, double? Value, string Producer, int Number, long Sequence);
