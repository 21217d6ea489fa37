namespace Grpc.Core;

/// <summary>How a channel stands to its server.</summary>
public enum ConnectivityState
{
    /// <summary>Not connected, and nobody asked.</summary>
    Idle,

    /// <summary>Connecting.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Ready,

    /// <summary>Failed, and about to try again.</summary>
    TransientFailure,

    /// <summary>Ended for good.</summary>
    Shutdown,
}
