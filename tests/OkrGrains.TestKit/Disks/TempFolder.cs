namespace OkrGrains.TestKit.Disks;

/// <summary>A new folder for temporary files, which is deleted with all that it holds.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>The full path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("okr-test-").FullName;

    /// <summary>Returns the full path of a file or folder in this folder.</summary>
    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
