using Google.Protobuf.Reflection;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api;

/// <summary>The services that this edge serves.</summary>
internal static class ApiServices
{
    public static IReadOnlyList<ServiceDescriptor> All { get; } =
    [
        ReadingService.Descriptor,
        GoalService.Descriptor,
        CycleService.Descriptor,
        CheckInService.Descriptor,
        WatchService.Descriptor,
        ClockService.Descriptor,
        Contracts.Health.V1.Health.Descriptor,
        Contracts.Reflection.V1.ServerReflection.Descriptor,
        Contracts.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];
}
