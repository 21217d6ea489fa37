using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace OkrGrains.Api.Reflection;

/// <summary>Finds the proto files behind services, by path and by the symbols that they define.</summary>
internal sealed class DescriptorIndex
{
    private readonly FrozenDictionary<string, FileDescriptor> _byPath;
    private readonly FrozenDictionary<string, FileDescriptor> _bySymbol;

    public DescriptorIndex(IEnumerable<FileDescriptor> roots)
    {
        var files = new Dictionary<string, FileDescriptor>(StringComparer.Ordinal);
        foreach (var root in roots)
        {
            foreach (var file in WithDependencies(root))
            {
                files.TryAdd(file.Name, file);
            }
        }

        var symbols = new Dictionary<string, FileDescriptor>(StringComparer.Ordinal);
        foreach (var file in files.Values)
        {
            foreach (var symbol in Symbols(file))
            {
                symbols.TryAdd(symbol, file);
            }
        }

        _byPath = files.ToFrozenDictionary(StringComparer.Ordinal);
        _bySymbol = symbols.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public FileDescriptor? FindPath(string path) => _byPath.GetValueOrDefault(path);

    public FileDescriptor? FindSymbol(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    /// <summary>A file and all that it imports, directly or not, each once, the file first.</summary>
    public static IReadOnlyList<FileDescriptor> WithDependencies(FileDescriptor file)
    {
        var files = new List<FileDescriptor> { file };
        for (var i = 0; i < files.Count; i++)
        {
            files.AddRange(files[i].Dependencies.Where(dependency => !files.Contains(dependency)).ToList());
        }

        return files;
    }

    private static IEnumerable<string> Symbols(FileDescriptor file)
    {
        foreach (var service in file.Services)
        {
            yield return service.FullName;
            foreach (var method in service.Methods)
            {
                yield return method.FullName;
            }
        }

        foreach (var symbol in file.EnumTypes.SelectMany(Symbols).Concat(file.MessageTypes.SelectMany(Symbols)))
        {
            yield return symbol;
        }
    }

    private static IEnumerable<string> Symbols(EnumDescriptor type) => type.Values.Select(value => value.FullName).Prepend(type.FullName);

    private static IEnumerable<string> Symbols(MessageDescriptor type) =>
        type.Fields.InDeclarationOrder().Select(field => field.FullName)
            .Concat(type.Oneofs.Select(oneof => oneof.FullName))
            .Concat(type.EnumTypes.SelectMany(Symbols))
            .Concat(type.NestedTypes.SelectMany(Symbols))
            .Prepend(type.FullName);
}
