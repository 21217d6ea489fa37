using System.Collections.Immutable;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Readings;

namespace OkrGrains.Api.Readings;

/// <summary>What is to be answered to one batch, in the order of the batches.</summary>
internal sealed class BatchAnswer
{
    private static readonly Task<Submitted> Nothing = Task.FromResult(new Submitted(0, []));

    /// <summary>Every reading up to here is acknowledged once the submission has come so far.</summary>
    public required long Through { get; init; }

    /// <summary>The readings on their way to the disk; null when the batch brought none that are new.</summary>
    public Underway? Submission { get; init; }

    /// <summary>Done when the submission is durable.</summary>
    public Task<Submitted> Durable => Submission?.Durable ?? Nothing;

    /// <summary>Those of the submission that were told not to be taken.</summary>
    public ImmutableArray<long> NotTaken { get; set; } = [];

    /// <summary>When the batch came in, as a timestamp.</summary>
    public long Came { get; init; }

    /// <summary>How much of the window the batch takes.</summary>
    public int Window { get; init; }

    /// <summary>Readings that were not submitted; null for none.</summary>
    public List<RejectedReading>? Rejected { get; init; }

    public List<HandleRejection>? Handles { get; init; }

    /// <summary>Why the batch was dropped; null when it was not.</summary>
    public SequenceGap? Gap { get; init; }
}

/// <summary>A reading that never counts.</summary>
internal readonly record struct RejectedReading(long Sequence, ErrorReason Reason);
