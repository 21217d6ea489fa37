using OkrGrains.Api.Errors;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Directory;
using OkrGrains.Grains.Readings;

namespace OkrGrains.Api.Readings;

/// <summary>The handles of one stream. Each is resolved when it is defined; a later definition of the same handle replaces it.</summary>
internal sealed class HandleTable(int limit)
{
    private static readonly GoalRoute Unknown = new(null, ErrorReason.UnknownHandle);

    private readonly Dictionary<uint, GoalRoute> _others = [];

    /// <summary>Those below the limit, by handle: producers count from 0, and every reading looks its handle up.</summary>
    private GoalRoute[] _routes = [];

    private int _count;

    /// <summary>Defines handles.</summary>
    /// <returns>The rejections of those that stand for no goal that takes readings; null for none.</returns>
    /// <exception cref="ApiFault">The stream has too many handles.</exception>
    public List<HandleRejection>? Define(IEnumerable<HandleDefinition> definitions, WorkspaceDirectory directory, ReadingGateway gateway)
    {
        List<HandleRejection>? rejections = null;
        foreach (var definition in definitions)
        {
            var route = GoalRoute.To(directory, gateway, definition.Goal);
            Set(definition.Handle, route);
            if (_count > limit)
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
        handle < (uint)_routes.Length ? _routes[handle] : _others.GetValueOrDefault(handle, Unknown);

    private void Set(uint handle, GoalRoute route)
    {
        if (handle >= limit)
        {
            _count += _others.ContainsKey(handle) ? 0 : 1;
            _others[handle] = route;
            return;
        }

        if (handle >= _routes.Length)
        {
            var known = _routes.Length;
            Array.Resize(ref _routes, Math.Min(limit, Math.Max((int)handle + 1, 2 * known)));
            _routes.AsSpan(known).Fill(Unknown);
        }

        _count += _routes[handle].Refused == ErrorReason.UnknownHandle ? 1 : 0;
        _routes[handle] = route;
    }
}
