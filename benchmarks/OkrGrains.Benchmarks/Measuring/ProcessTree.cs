using System.Globalization;

namespace OkrGrains.Benchmarks.Measuring;

/// <summary>A process and all that descend from it, as Linux accounts for them.</summary>
internal static class ProcessTree
{
    /// <summary>Ticks in which /proc tells CPU time: USER_HZ, which is 100 on every architecture that .NET runs on.</summary>
    private const long TicksPerSecond = 100;

    private const int ParentField = 1;
    private const int FirstCpuField = 11;
    private const int CpuFields = 4;

    /// <summary>CPU time of the tree, with that of the descendants that have ended: whoever waited for them has inherited it.</summary>
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

    /// <summary>What /proc/ID/stat says after the name, which may hold anything: the state is field 0. Empty when the process has gone.</summary>
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
