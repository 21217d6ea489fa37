using System.Globalization;
using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;

namespace OkrGrains.Api.Errors;

/// <summary>Thrown to end a call with a status, a stable reason and details.</summary>
internal sealed class ApiFault(StatusCode code, ErrorReason reason, string message) : Exception(message)
{
    public StatusCode Code { get; } = code;

    public ErrorReason Reason { get; } = reason;

    public IReadOnlyCollection<Violation> Violations { get; init; } = [];

    /// <summary>True if what came were no messages at all, which says nothing but that somebody sends them.</summary>
    public bool IsMalformed { get; init; }

    /// <summary>The time after which the caller may try again; null when trying again does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Facts for programs, which are sent beside the reason.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>The correlation id under which the server's log has the cause; null when there is nothing to look up.</summary>
    public string? Correlation { get; init; }

    public static ApiFault BadRequest(string field, string message) =>
        new(StatusCode.InvalidArgument, ErrorReason.BadRequest, $"{field}: {message}") { Violations = [new(field, message)] };

    public static ApiFault UnknownWorkspace(string workspace) =>
        new(StatusCode.NotFound, ErrorReason.UnknownWorkspace, $"There is no workspace {Excerpt.Of(workspace)}.");

    public static ApiFault DeletedWorkspace(string workspace) =>
        new(StatusCode.NotFound, ErrorReason.UnknownWorkspace, $"{workspace} was deleted.");

    /// <summary>A token or sequence is of a workspace that was deleted, and another one has its id now.</summary>
    public static ApiFault FormerGeneration(string field, string workspace) => new(
        StatusCode.FailedPrecondition,
        ErrorReason.FormerGeneration,
        $"{field}: is of another generation of {Excerpt.Of(workspace)}, which was deleted.");

    public static ApiFault UnknownGoal(string name) =>
        new(StatusCode.NotFound, ErrorReason.UnknownGoal, $"There is no goal {Excerpt.Of(name)}.");

    public static ApiFault UnknownCycle(string name) =>
        new(StatusCode.NotFound, ErrorReason.UnknownCycle, $"There is no cycle {Excerpt.Of(name)}.");

    public static ApiFault UnknownPart(string workspace, string part) =>
        new(StatusCode.NotFound, ErrorReason.UnknownPart, $"{workspace} has no part {Excerpt.Of(part)}.");

    public static ApiFault UnknownRevision(string name, long revision) =>
        new(StatusCode.NotFound, ErrorReason.UnknownRevision, $"{name} had no definition at revision {revision}.");

    public static ApiFault RequestReused(string id) =>
        new(StatusCode.AlreadyExists, ErrorReason.RequestReused, $"The request_id {id} stands for another request.");

    public static ApiFault StreamOrder(string message) => new(StatusCode.FailedPrecondition, ErrorReason.StreamOrder, message);

    public static ApiFault TooLarge(string message) => new(StatusCode.ResourceExhausted, ErrorReason.TooLarge, message);

    public static ApiFault Overloaded(string message) =>
        new(StatusCode.ResourceExhausted, ErrorReason.Overloaded, message) { RetryAfter = TimeSpan.FromSeconds(1) };

    public static ApiFault TooSlow() =>
        new(StatusCode.ResourceExhausted, ErrorReason.TooSlow, "The request took too long to arrive.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static ApiFault Idle() =>
        new(StatusCode.Unavailable, ErrorReason.StreamIdle, "The stream has brought nothing for too long; open another when there is something.")
        {
            RetryAfter = TimeSpan.Zero,
        };

    public static ApiFault Fenced() =>
        new(StatusCode.Aborted, ErrorReason.ProducerFenced, "Another stream of the same producer has been opened.");

    /// <summary>A producer knows of more readings than the store holds.</summary>
    public static ApiFault RolledBack(StoreRolledBackException rolledBack) =>
        new(StatusCode.FailedPrecondition, ErrorReason.StoreRolledBack, rolledBack.Message)
        {
            Facts = new Dictionary<string, string> { ["held_sequence"] = rolledBack.Held.ToString(CultureInfo.InvariantCulture) },
        };

    /// <summary>A token stands for a commit that the store does not hold.</summary>
    public static ApiFault RolledBackBefore(string field, long held) =>
        new(
            StatusCode.FailedPrecondition,
            ErrorReason.StoreRolledBack,
            $"{field}: the store does not hold what this token stands for: it was rolled back to commit {held}.")
        {
            Facts = new Dictionary<string, string> { ["held_position"] = held.ToString(CultureInfo.InvariantCulture) },
        };

    public static ApiFault ShuttingDown() =>
        new(StatusCode.Unavailable, ErrorReason.ShuttingDown, "The server is stopping.") { RetryAfter = TimeSpan.FromSeconds(1) };
}
