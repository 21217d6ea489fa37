using System.Globalization;

namespace OkrGrains.Benchmarks.Measuring;

/// <summary>A process and all its descendants, as Linux accounts for them.</summary>
internal static class ProcessTree
{
    /// <summary>
    /// The unit of CPU time in /proc, in ticks per second: USER_HZ, which is 100 on every architecture that .NET runs on.
    /// </summary>
    private const long TicksPerSecond = 100;

    private const int ParentField = 1;
    private const int FirstCpuField = 11;
    private const int CpuFields = 4;

    /// <summary>
    /// Returns the CPU time of the tree. It includes descendants that have ended, whose time went to the process that waited for them.
    /// </summary>
    public static TimeSpan Cpu(int root)
    {
        var fields = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Fields: Fields(id)))
            .Where(process => process.Fields.Length > 0)
            .ToDictionary(process => process.Id, process => process.Fields);
        var ticks = fields.Where(process => Descends(process.Key, root, fields))
            .Sum(process => process.Value.Skip(FirstCpuField).Take(CpuFields).Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    private static bool Descends(int id, int root, Dictionary<int, string[]> fields)
    {
        while (id != root && fields.TryGetValue(id, out var own))
        {
            id = int.Parse(own[ParentField], CultureInfo.InvariantCulture);
        }

        return id == root;
    }

    /// <summary>
    /// Returns the fields of /proc/ID/stat after the process name, which may contain anything. Field 0 is the state. Empty when the process
    /// has ended.
    /// </summary>
    private static string[] Fields(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
