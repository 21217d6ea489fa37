using System.ComponentModel.DataAnnotations;

namespace OkrGrains.Storage;

/// <summary>The location and the limits of an embedded store.</summary>
public sealed class StoreOptions
{
    /// <summary>The data folder, which is created if it is missing. It belongs to one store, and one process serves it at a time.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Directory { get; set; } = "okr-data";

    /// <summary>The greatest size of the database file in bytes, 1 MiB or more; null if only the disk limits it.</summary>
    [Range(1L << 20, long.MaxValue)]
    public long? MaxFileBytes { get; set; }

    /// <summary>
    /// The room in bytes, 0 or more, below which the store warns that its disk, or its file by <see cref="MaxFileBytes"/>, will be full; 1 GiB
    /// by default, 0 for never. Once it is full, commits fail until there is room again, and nothing that was acknowledged is lost.
    /// </summary>
    [Range(0, long.MaxValue / 2)]
    public long LowSpaceBytes { get; set; } = 1L << 30;

    /// <summary>
    /// The number of writes that may wait for the writer, 1 to 1,000,000. Whoever hands over more waits. 32,768 by default.
    /// </summary>
    [Range(1, 1_000_000)]
    public int QueuedWrites { get; set; } = 32_768;

    /// <summary>
    /// The greatest number of readings in one transaction, 1 to 10,000,000, unless one append alone has more. 500,000 by default.
    /// </summary>
    [Range(1, 10_000_000)]
    public int ReadingsPerCommit { get; set; } = 500_000;

    /// <summary>
    /// The greatest number of bytes of states, definitions and edges in one transaction, 1 to 2^30, unless one write alone has more. 16 MiB by
    /// default.
    /// </summary>
    [Range(1, 1 << 30)]
    public int BytesPerCommit { get; set; } = 16 << 20;

    /// <summary>The number of reads that run at once, 1 to 64. 4 by default.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = 4;

    /// <summary>
    /// The number of bytes of log after which the writer copies the log into the database file, 64 KiB to 4 GiB. 64 MiB by default: rows
    /// that change with every commit are then copied once for many commits.
    /// </summary>
    [Range(1L << 16, 1L << 32)]
    public long CheckpointBytes { get; set; } = 64L << 20;

    /// <summary>
    /// The number of bytes of states, 0 to 64 MiB, that commits log before those logged earlier have to be in their rows. 8 MiB by default; 0
    /// makes each commit a run of its own. The server holds three times as many in memory at most.
    /// </summary>
    [Range(0, 64 << 20)]
    public int StateLogBytes { get; set; } = 8 << 20;

    /// <summary>
    /// The greatest size in bytes, 0 or more, of a database file that is written anew at the end of an erasure. All writes wait for it, a third
    /// of a second for 64 MiB, the default. A larger file is written anew when the store is opened next.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long RewrittenBytes { get; set; } = 64L << 20;

    /// <summary>
    /// The longest time that producers' last sequences wait for a commit that they can be written with, 1 ms to 10 minutes. 200 ms by
    /// default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan ProgressDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Throws if a value is out of its range.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names the value and the range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
