using System.Globalization;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Text;

/// <summary>The file that a tree was read from: one of the files that are given, or a part that is only stored.</summary>
internal sealed class PlanOrigin
{
    private readonly int _file;

    private PlanOrigin(int file, string? part) => (_file, Part) = (file, part);

    /// <summary>The part that the file holds; null while that is not known.</summary>
    public string? Part { get; set; }

    /// <summary>True for a part that is not given, and stays as it is.</summary>
    public bool IsStored => _file < 0;

    /// <summary>The index of the file among those that are given; -1 for a part that is not given.</summary>
    public int File => _file;

    /// <summary>Orders what is found by its file, stored parts last.</summary>
    public int Order => IsStored ? int.MaxValue : _file;

    /// <summary>Returns the origin of a file that is given.</summary>
    public static PlanOrigin Given(int file) => new(file, part: null);

    /// <summary>Returns the origin of a part that is stored.</summary>
    public static PlanOrigin Stored(string part) => new(-1, part);

    /// <summary>Returns a place in this file, with the part in front of it unless the file is the first one (goal-model §9).</summary>
    public string Place(string place) =>
        _file == 0 ? place : PlanPart.Place(Part ?? string.Create(CultureInfo.InvariantCulture, $"file {_file + 1}"), place);
}
