using System.Text;

namespace Grpc.Core;

/// <summary>What a transport knows of the identity of a peer.</summary>
public class AuthContext(string? peerIdentityPropertyName, Dictionary<string, List<AuthProperty>> properties)
{
    private readonly Dictionary<string, List<AuthProperty>> properties = properties ?? throw new ArgumentNullException(nameof(properties));

    /// <summary>Whether the peer has an identity.</summary>
    public bool IsPeerAuthenticated => PeerIdentityPropertyName is not null;

    /// <summary>The name of the properties that make up the identity, or null.</summary>
    public string? PeerIdentityPropertyName { get; } = peerIdentityPropertyName;

    /// <summary>The properties that make up the identity; none without one.</summary>
    public IEnumerable<AuthProperty> PeerIdentity =>
        PeerIdentityPropertyName is null ? [] : FindPropertiesByName(PeerIdentityPropertyName);

    /// <summary>All properties.</summary>
    public IEnumerable<AuthProperty> Properties => properties.Values.SelectMany(values => values);

    /// <summary>The properties with a name.</summary>
    public IEnumerable<AuthProperty> FindPropertiesByName(string propertyName) => properties.GetValueOrDefault(propertyName) ?? [];
}

/// <summary>One property of a peer's identity.</summary>
public class AuthProperty
{
    private readonly byte[] valueBytes;

    private AuthProperty(string name, byte[] valueBytes)
    {
        Name = name;
        this.valueBytes = valueBytes;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The value as UTF-8 text.</summary>
    public string Value => Encoding.UTF8.GetString(valueBytes);

    /// <summary>A copy of the value.</summary>
    public byte[] ValueBytes => [.. valueBytes];

    /// <summary>A property with a copy of the value.</summary>
    public static AuthProperty Create(string name, byte[] valueBytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(valueBytes);
        return new AuthProperty(name, [.. valueBytes]);
    }
}
