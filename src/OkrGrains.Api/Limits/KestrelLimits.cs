using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Limits;

/// <summary>Puts the limits of connections on the web server.</summary>
internal sealed class KestrelLimits(IOptions<ApiOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
        kestrel.Limits.KeepAliveTimeout = options.Value.ConnectionIdleLimit;
    }
}
