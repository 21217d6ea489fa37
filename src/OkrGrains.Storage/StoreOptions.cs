using System.ComponentModel.DataAnnotations;

namespace OkrGrains.Storage;

/// <summary>Where an embedded store is kept, and its limits.</summary>
public sealed class StoreOptions
{
    /// <summary>The data folder; made when missing. It belongs to one store, and one process serves it at a time.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Directory { get; set; } = "okr-data";

    /// <summary>The greatest size of the database file in bytes, 1 MiB or more; null for no other limit than the disk's.</summary>
    [Range(1L << 20, long.MaxValue)]
    public long? MaxFileBytes { get; set; }

    /// <summary>How many writes may wait for the writer, 1 to 1,000,000; whoever hands over more waits. 32,768 by default.</summary>
    [Range(1, 1_000_000)]
    public int QueuedWrites { get; set; } = 32_768;

    /// <summary>How many readings one transaction takes, 1 to 10,000,000, unless one append alone has more. 500,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int ReadingsPerCommit { get; set; } = 500_000;

    /// <summary>
    /// How many bytes of states and definitions one transaction takes, 1 to 2^30, unless one write alone has more. 16 MiB by default.
    /// </summary>
    [Range(1, 1 << 30)]
    public int BytesPerCommit { get; set; } = 16 << 20;

    /// <summary>How many readers run at once, 1 to 64. 4 by default.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = 4;

    /// <summary>
    /// After how many bytes of log the writer copies them into the database file, 64 KiB to 4 GiB. 64 MiB by default: rows that change
    /// with every commit are then copied once for many.
    /// </summary>
    [Range(1L << 16, 1L << 32)]
    public long CheckpointBytes { get; set; } = 64L << 20;

    /// <summary>How long producers' last sequences may wait for a commit to ride on, above zero. 200 ms by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan NoteDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ValidationException">Which value, and its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
