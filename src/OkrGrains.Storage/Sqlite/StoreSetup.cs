using Microsoft.Extensions.Logging;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite;

/// <summary>Everything that a store is opened with.</summary>
/// <param name="Options">The data folder and the limits.</param>
/// <param name="Time">Measures durations, and gives acceptance instants if there is no clock.</param>
/// <param name="Logger">Logs failures.</param>
/// <param name="Instruments">The instruments to measure with.</param>
/// <param name="BeforeCommit">Runs on the writer's thread before each commit. Tests use it to hold a commit or to make it fail.</param>
/// <param name="OpenWatermark">Opens the file of the ack watermark. Tests use it to record writes or to make them fail.</param>
internal sealed record StoreSetup(
    StoreOptions Options,
    TimeProvider Time,
    ILogger Logger,
    StoreInstruments Instruments,
    Action? BeforeCommit = null,
    Func<string, WatermarkFile>? OpenWatermark = null)
{
    /// <summary>Gives acceptance instants; null to take them from <see cref="Time"/>.</summary>
    public AcceptanceClock? Clock { get; init; }

    /// <summary>Returns the bytes that the disk of a folder has left; null to ask the system. Tests use it to fill the disk.</summary>
    public Func<string, long>? ReadFreeBytes { get; init; }
}
