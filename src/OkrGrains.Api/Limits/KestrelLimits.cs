using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Limits;

/// <summary>Applies the connection limits to the web server.</summary>
internal sealed class KestrelLimits(IOptions<ApiOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
        kestrel.Limits.KeepAliveTimeout = options.Value.ConnectionIdleLimit;
    }
}
