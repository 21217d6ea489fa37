namespace Grpc.Core;

/// <summary>Outcome of a call, numbered as gRPC sends it in <c>grpc-status</c>.</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The caller cancelled the call.</summary>
    Cancelled = 1,

    /// <summary>An error without a known code.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended; it may still have had its effect.</summary>
    DeadlineExceeded = 4,

    /// <summary>A requested entity does not exist.</summary>
    NotFound = 5,

    /// <summary>The entity to create exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or another resource is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs; retrying alone does not help.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost a race; retry at a higher level.</summary>
    Aborted = 10,

    /// <summary>Past the valid range, which may grow.</summary>
    OutOfRange = 11,

    /// <summary>The method is not implemented here.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the server is broken.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached for the moment; the call may be retried.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or damaged.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
