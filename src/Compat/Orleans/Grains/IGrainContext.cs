namespace Orleans.Runtime;

/// <summary>The activation of a grain, as the grain sees it.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    GrainReference GrainReference { get; }

    GrainId GrainId { get; }

    object? GrainInstance { get; }

    IServiceProvider ActivationServices { get; }

    Task Deactivated { get; }

    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);

    void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default);
}
