namespace Orleans.Runtime;

/// <summary>The name of a grain class.</summary>
public readonly record struct GrainType
{
    private GrainType(string value) => Value = IdSpan.Create(value);

    public IdSpan Value { get; }

    public bool IsDefault => Value.IsDefault;

    public static GrainType Create(string value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>The key of a grain within its type.</summary>
public readonly record struct IdSpan
{
    private readonly string? _value;

    private IdSpan(string value) => _value = value;

    public bool IsDefault => _value is null;

    public static IdSpan Create(string id) => new(id);

    public override string ToString() => _value ?? "";
}

/// <summary>The identity of a grain: its type and its key.</summary>
public readonly struct GrainId : IEquatable<GrainId>
{
    private readonly int _hash;

    public GrainId(GrainType type, IdSpan key)
    {
        Type = type;
        Key = key;
        _hash = StableHash(key.ToString(), StableHash(type.ToString(), 0));
    }

    public GrainType Type { get; }

    public IdSpan Key { get; }

    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);

    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    public bool Equals(GrainId other) => _hash == other._hash && Key == other.Key && Type == other.Type;

    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    public override int GetHashCode() => _hash;

    public uint GetUniformHashCode() => (uint)_hash;

    public override string ToString() => $"{Type}/{Key}";

    // FNV-1a: string hashes differ from process to process, placement must not.
    private static int StableHash(string text, int seed)
    {
        var hash = 2166136261u ^ (uint)seed;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;

        return (int)(hash ^ (hash >> 15));
    }
}
