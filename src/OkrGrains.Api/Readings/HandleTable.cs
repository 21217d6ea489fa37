using OkrGrains.Api.Errors;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Directory;

namespace OkrGrains.Api.Readings;

/// <summary>The handles of one stream. Each is resolved when it is defined; a later definition of the same handle replaces it.</summary>
internal sealed class HandleTable(int limit)
{
    private readonly Dictionary<uint, GoalRoute> _routes = [];

    /// <summary>Defines handles.</summary>
    /// <returns>The rejections of those that stand for no goal that takes readings; null for none.</returns>
    /// <exception cref="ApiFault">The stream has too many handles.</exception>
    public List<HandleRejection>? Define(IEnumerable<HandleDefinition> definitions, WorkspaceDirectory directory)
    {
        List<HandleRejection>? rejections = null;
        foreach (var definition in definitions)
        {
            var route = GoalRoute.To(directory, definition.Goal);
            _routes[definition.Handle] = route;
            if (_routes.Count > limit)
            {
                throw ApiFault.TooLarge($"A stream has at most {limit} handles.");
            }

            if (!route.IsOpen)
            {
                (rejections ??= []).Add(new HandleRejection
                {
                    Handle = definition.Handle,
                    Reason = route.Refused.Word(),
                    Message = $"{ReadingRules.Explain(route.Refused)} ({definition.Goal})",
                });
            }
        }

        return rejections;
    }

    public GoalRoute Find(uint handle) =>
        _routes.TryGetValue(handle, out var route) ? route : new GoalRoute(default, ErrorReason.UnknownHandle);
}
