namespace OkrGrains.Grains.Tests;

/// <summary>A folder that outlives the clusters that serve it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = System.IO.Directory.CreateTempSubdirectory("okr-grains-").FullName;

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
