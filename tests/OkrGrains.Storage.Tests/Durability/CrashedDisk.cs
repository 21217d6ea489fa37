using OkrGrains.TestKit.Disks;

namespace OkrGrains.Storage.Tests.Durability;

/// <summary>The disk at a moment of a recorded trace, from which any number of crashes can be drawn.</summary>
internal sealed class CrashedDisk
{
    private readonly Dictionary<string, FileImage> _files = [];

    public CrashedDisk(IEnumerable<DiskOperation> operations)
    {
        foreach (var operation in operations)
        {
            Add(operation);
        }
    }

    /// <summary>The last position that was acknowledged to anybody.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Writes the files as a killed process leaves them, with everything that it has written.</summary>
    public void ShowIn(string folder)
    {
        foreach (var (name, file) in _files)
        {
            if (file.Shown is { } shown)
            {
                File.WriteAllBytes(Path.Combine(folder, name), shown);
            }
        }
    }

    public void WriteTo(string folder, Random random)
    {
        foreach (var (name, file) in _files)
        {
            // A file may or may not be there if the folder has not been synced since it was created or deleted.
            var mayBeThere = file.Exists || random.Next(2) == 0;
            var isThere = mayBeThere && (!file.IsDeleted || (file.Exists && random.Next(2) == 0));
            if (isThere)
            {
                File.WriteAllBytes(Path.Combine(folder, name), file.Crash(random));
            }
        }
    }

    private void Add(DiskOperation operation)
    {
        switch (operation.Kind)
        {
            case DiskOperationKind.Acknowledge:
                Acknowledged = operation.Number;
                break;
            case DiskOperationKind.SyncFolder:
                foreach (var file in _files.Values)
                {
                    file.SyncFolder();
                }

                break;
            default:
                if (!_files.TryGetValue(operation.File, out var image))
                {
                    _files.Add(operation.File, image = new FileImage());
                }

                image.Add(operation);
                break;
        }
    }
}
