namespace Orleans.Runtime;

/// <summary>The identity of a grain: its class and its key; or that of an observer.</summary>
public readonly record struct GrainId
{
    internal GrainId(Type type, string key) => (Type, Kind, Key) = (type, type.Name, key);

    private GrainId(string kind, string key) => (Type, Kind, Key) = (typeof(void), kind, key);

    /// <summary>The class; of an identity that was made of words alone, none.</summary>
    internal Type Type { get; }

    internal string Kind { get; }

    internal string Key { get; }

    internal bool IsObserver => Type == typeof(IGrainObserver);

    /// <summary>An identity for tests that make grains themselves; no cluster knows it.</summary>
    public static GrainId Create(string type, string key) => new(type, key);

    public override string ToString() => $"{Kind}/{Key}";

    /// <summary>FNV-1a: the runtime's own hashes differ from process to process, placement must not.</summary>
    internal uint StableHash()
    {
        var hash = 2166136261u;
        foreach (var c in ToString())
            hash = (hash ^ c) * 16777619u;

        return hash ^ (hash >> 15);
    }
}
