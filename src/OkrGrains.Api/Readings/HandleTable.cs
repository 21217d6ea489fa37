using OkrGrains.Api.Errors;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Directory;
using OkrGrains.Grains.Readings;

namespace OkrGrains.Api.Readings;

/// <summary>The handles of one stream. Each is resolved when it is defined; a later definition of the same handle replaces it.</summary>
internal sealed class HandleTable(int limit)
{
    private const int Spare = 64;

    private readonly Dictionary<uint, HandleRoute> _others = [];

    /// <summary>Low handles: producers count from 0, and every reading looks its handle up.</summary>
    private HandleRoute[] _routes = [];

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
            Set(definition.Handle, HandleRoute.Of(route));
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

    public HandleRoute Find(uint handle)
    {
        var routes = _routes;
        return handle < (uint)routes.Length && routes[handle] is { IsOpen: true } route ? route : FindAnywhere(handle);
    }

    private HandleRoute FindAnywhere(uint handle)
    {
        var route = handle < (uint)_routes.Length ? _routes[handle] : HandleRoute.Unknown;
        return route == HandleRoute.Unknown ? _others.GetValueOrDefault(handle, HandleRoute.Unknown) : route;
    }

    private void Set(uint handle, HandleRoute route)
    {
        // Only as large as there are definitions for: one high handle must not cost the memory of all below it.
        if (handle >= _routes.Length && handle <= 2 * (_count + Spare))
        {
            var known = _routes.Length;
            Array.Resize(ref _routes, (int)Math.Min(limit, 4L * (_count + Spare)));
            _routes.AsSpan(known).Fill(HandleRoute.Unknown);
        }

        if (handle < _routes.Length && !_others.ContainsKey(handle))
        {
            _count += _routes[handle] == HandleRoute.Unknown ? 1 : 0;
            _routes[handle] = route;
        }
        else
        {
            _count += _others.TryAdd(handle, route) ? 1 : 0;
            _others[handle] = route;
        }
    }
}
