using OkrGrains.TestKit.Disks;

namespace OkrGrains.Storage.Tests.Durability;

/// <summary>A file at a moment: its durable content, and the operations since.</summary>
internal sealed class FileImage
{
    private const int Sector = 512;

    private readonly List<DiskOperation> _pending = [];
    private byte[] _durable = [];

    /// <summary>True if the folder is known to hold the file.</summary>
    public bool Exists { get; private set; }

    /// <summary>True if the file was deleted, which is not durable before the folder is synced.</summary>
    public bool IsDeleted { get; private set; }

    public void Add(DiskOperation operation)
    {
        switch (operation.Kind)
        {
            case DiskOperationKind.Create:
                _durable = [];
                _pending.Clear();
                IsDeleted = false;
                break;
            case DiskOperationKind.Delete:
                IsDeleted = true;
                break;
            case DiskOperationKind.Sync:
                _durable = Apply(_ => int.MaxValue, _pending.Count);
                _pending.Clear();
                Exists = true;
                break;
            default:
                _pending.Add(operation);
                break;
        }
    }

    /// <summary>The content that the system would show, with all operations applied; null if the file was deleted.</summary>
    public byte[]? Shown => IsDeleted ? null : Apply(_ => int.MaxValue, _pending.Count);

    public void SyncFolder() => Exists = !IsDeleted;

    /// <summary>
    /// Draws the content that a crash may leave: everything durable, and some of the pending operations. Of each sector any number of its
    /// pending writes may have reached the disk, oldest first. If a truncation has not reached it, everything after the truncation is in
    /// blocks that nothing refers to.
    /// </summary>
    public byte[] Crash(Random random)
    {
        var reached = random.Next(3) == 0 ? random.Next(_pending.Count + 1) : _pending.Count;
        var torn = random.Next(5);
        var whole = new bool[_pending.Count];
        for (var i = 0; i < whole.Length; i++)
        {
            whole[i] = random.Next(2) == 0;
        }

        return torn switch
        {
            0 => Apply(_ => int.MaxValue, reached),
            1 => Apply(_ => 0, reached),
            2 => Apply(index => whole[index] ? int.MaxValue : 0, reached),
            3 => Apply(index => index == reached - 1 ? 1 + random.Next(8) : int.MaxValue, reached),
            _ => Apply(_ => -1, reached, random),
        };
    }

    /// <param name="sectors">
    /// Returns the number of sectors of the pending write at an index that reach the disk; below zero to draw each sector.
    /// </param>
    /// <param name="count">The number of pending operations that may reach the disk at all.</param>
    /// <param name="random">Draws the sectors.</param>
    private byte[] Apply(Func<int, int> sectors, int count, Random? random = null)
    {
        var content = new MemoryStream();
        content.Write(_durable);
        for (var i = 0; i < count; i++)
        {
            var operation = _pending[i];
            var most = sectors(i);
            if (operation.Kind == DiskOperationKind.Truncate)
            {
                if (most == 0 || (most < 0 && random!.Next(2) == 0))
                {
                    break;
                }

                content.SetLength(operation.Number);
                continue;
            }

            Write(content, operation, most, random);
        }

        return content.ToArray();
    }

    private static void Write(MemoryStream content, DiskOperation write, int most, Random? random)
    {
        var bytes = write.Bytes!;
        var done = 0;
        for (var sector = 0; done < bytes.Length; sector++)
        {
            var length = (int)Math.Min(Sector - ((write.Number + done) % Sector), bytes.Length - done);
            if (most < 0 ? random!.Next(2) == 0 : sector < most)
            {
                content.Position = write.Number + done;
                content.Write(bytes, done, length);
            }

            done += length;
        }
    }
}
