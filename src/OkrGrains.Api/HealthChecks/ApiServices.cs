using Google.Protobuf.Reflection;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.HealthChecks;

/// <summary>The services that this edge serves, by what they need of the store.</summary>
internal static class ApiServices
{
    /// <summary>Services with at least one method that writes to the store.</summary>
    public static IReadOnlyList<ServiceDescriptor> Writing { get; } =
    [
        ReadingService.Descriptor,
        GoalService.Descriptor,
        CycleService.Descriptor,
        CheckInService.Descriptor,
        ClockService.Descriptor,
    ];

    /// <summary>Services that write nothing, those of gRPC itself among them.</summary>
    public static IReadOnlyList<ServiceDescriptor> Reading { get; } =
    [
        WatchService.Descriptor,
        Grpc.Health.V1.Health.Descriptor,
        Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
        Grpc.Reflection.V1.ServerReflection.Descriptor,
    ];
}
