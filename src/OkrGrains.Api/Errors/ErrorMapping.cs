using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Storage;
using Orleans.Runtime;

namespace OkrGrains.Api.Errors;

/// <summary>
/// Maps exceptions to faults. An exception that is not listed here is a fault of the engine, and callers are told nothing of its contents.
/// </summary>
internal static class ErrorMapping
{
    /// <summary>The assembly that reads frames, as the source of exceptions. Those of the engine itself come from others.</summary>
    private const string GrpcServer = "Grpc.AspNetCore.Server";

    /// <summary>Returns the fault for an exception; null for an unexpected exception.</summary>
    public static ApiFault? Find(Exception exception) => exception switch
    {
        ApiFault fault => fault,
        ProducerFencedException => ApiFault.Fenced(),
        StoreRolledBackException rolledBack => ApiFault.RolledBack(rolledBack),
        StreamBrokenException => new(
            StatusCode.Unavailable,
            ErrorReason.StreamBroken,
            "Earlier readings of the stream were not taken, since the plan has changed meanwhile; open it again."),
        WorkspaceDeletedException => new(StatusCode.NotFound, ErrorReason.UnknownWorkspace, "The workspace was deleted."),
        StoreConflictException => new(StatusCode.Aborted, ErrorReason.Conflict, "Somebody else changed the workspace meanwhile."),
        StoreUnavailableException { Reason: StoreUnavailableReason.Full } =>
            new(StatusCode.ResourceExhausted, ErrorReason.StoreFull, "The disk is full.") { RetryAfter = TimeSpan.FromSeconds(5) },
        StoreUnavailableException { Reason: StoreUnavailableReason.Busy } => ApiFault.Overloaded("The store is busy."),
        StoreUnavailableException => new(StatusCode.Unavailable, ErrorReason.StoreUnavailable, "The store takes no writes."),
        ObsoleteDefinitionException obsolete => new(
            StatusCode.FailedPrecondition,
            ErrorReason.DefinitionObsolete,
            $"The older definition does not fit what the goal reads now: {obsolete.Message}."),
        TooManyReadingsException => ApiFault.TooLarge("There are too many readings to evaluate them from scratch."),
        ClockRefusedException refused => new(
            StatusCode.FailedPrecondition, refused.IsPinned ? ErrorReason.ClockBackwards : ErrorReason.ClockNotPinned, refused.Message),
        TimeoutException => ApiFault.Overloaded("The goals did not answer in time."),
        OrleansException => ApiFault.Overloaded("The goals could not be reached."),
        InvalidProtocolBufferException => Unreadable(),

        // What the gRPC server itself throws at frames that are cut off or malformed, and at messages that are too large.
        InvalidDataException { Source: GrpcServer } or IOException { Source: GrpcServer } => Unreadable(),
        RpcException { StatusCode: StatusCode.Internal } frame when frame.GetRpcStatus() is null => Unreadable(),
        RpcException { StatusCode: StatusCode.ResourceExhausted } large when large.GetRpcStatus() is null =>
            ApiFault.TooLarge("The message is larger than the limit."),
        _ => null,
    };

    public static ApiFault Unreadable() =>
        new(StatusCode.InvalidArgument, ErrorReason.BadRequest, "The request is not a readable message.") { IsMalformed = true };

    public static ApiFault Internal(string correlation) =>
        new(StatusCode.Internal, ErrorReason.Internal, $"A fault of the engine; the server's log has it under {correlation}.")
        {
            Correlation = correlation,
        };
}
