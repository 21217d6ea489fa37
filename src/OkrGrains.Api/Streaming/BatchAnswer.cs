using System.Collections.Immutable;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;

namespace OkrGrains.Api.Streaming;

/// <summary>The answer to one batch. Answers are queued in the order of their batches.</summary>
internal sealed class BatchAnswer
{
    private static readonly Task<Submitted> Nothing = Task.FromResult(new Submitted(0, []));
    private static readonly Task<Exception?> NoFailure = Task.FromResult<Exception?>(null);

    /// <summary>The last sequence that is acknowledged, once the submission has reached the level of the stream.</summary>
    public required long Through { get; init; }

    /// <summary>The submission of the new readings; null when the batch has none.</summary>
    public Acknowledgement? Submission { get; init; }

    /// <summary>Completes when the submission is durable.</summary>
    public Task<Submitted> Durable => Submission?.Durable ?? Nothing;

    /// <summary>Completes when the submission is durable and recorded, or with its failure; see <see cref="Acknowledgement.Recorded"/>.</summary>
    public Task<Exception?> Recorded => Submission?.Recorded ?? NoFailure;

    /// <summary>True when <see cref="Recorded"/> has completed, or is about to because the submission has failed.</summary>
    public bool HasEnded => Recorded.IsCompleted || Durable.IsFaulted;

    /// <summary>The sequences of the submission that were rejected because their goals take no readings.</summary>
    public ImmutableArray<long> NotTaken { get; set; } = [];

    /// <summary>The timestamp at which the batch arrived.</summary>
    public long Came { get; init; }

    /// <summary>The room that the batch takes in the window, in readings.</summary>
    public int Window { get; init; }

    /// <summary>The readings that were rejected without being submitted; null for none.</summary>
    public List<RejectedReading>? Rejected { get; init; }

    public List<HandleRejection>? Handles { get; init; }

    /// <summary>The gap because of which the batch was dropped; null when it was not dropped.</summary>
    public SequenceGap? Gap { get; init; }
}

/// <summary>A reading that never counts.</summary>
internal readonly record struct RejectedReading(long Sequence, ErrorReason Reason);
