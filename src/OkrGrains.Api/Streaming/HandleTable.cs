using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Readings;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// The handles of one stream. A handle is resolved when it is defined, and a later definition of it replaces the former one.
/// </summary>
internal sealed class HandleTable(int limit)
{
    private const int Spare = 64;

    private readonly Dictionary<uint, HandleRoute> _others = [];

    /// <summary>
    /// The routes of low handles. Producers count them from 0, and every reading looks its handle up, so an array serves most readings.
    /// </summary>
    private HandleRoute[] _routes = [];

    private int _count;

    /// <summary>Defines handles.</summary>
    /// <returns>The rejections of handles whose goal does not exist or takes no readings; null when there are none.</returns>
    /// <exception cref="ApiFault">The stream has more handles than the limit.</exception>
    public List<HandleRejection>? Define(IEnumerable<HandleDefinition> definitions, WorkspaceDirectory directory, IngestGateway gateway)
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
                    Message = $"{ReadingRules.Explain(route.Refused)} ({Excerpt.Of(definition.Goal)})",
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
        // The array grows with the number of definitions, so that one high handle does not cost memory for all handles below it.
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
