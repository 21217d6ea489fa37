using OkrGrains.Storage.Chunks;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>
/// Packs the states of a transaction into blocks. The blocks are what the rows of the log hold, and what readers find the states in, so that
/// nothing is copied twice. A block goes on with the next transaction.
/// </summary>
internal sealed class StateLogWriter
{
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private readonly PackedBuffer _packed = new();
    private byte[] _block = [];
    private int _from;
    private int _used;
    private long _commit;

    /// <summary>The number of pieces that the transaction has ended.</summary>
    public int Pieces => _pieces.Count;

    /// <summary>The number of bytes that the transaction has written.</summary>
    public long Written => _pieces.Sum(static piece => (long)piece.Length) + (_used - _from);

    public void Begin(long commit)
    {
        _pieces.Clear();
        (_commit, _from) = (commit, _used);
    }

    /// <summary>Goes on with another run, which has blocks of its own.</summary>
    public void BeginRun() => (_block, _from, _used) = ([], 0, 0);

    /// <summary>Packs a state, and adds it to a run.</summary>
    public void Write(in StateImage image, LoggedStates run)
    {
        _packed.Clear();
        image.WriteLogged(_packed, out var packedAt);
        if (_used + _packed.Length > _block.Length)
        {
            EndPiece();
            (_block, _from, _used) = (run.TakeBlock(_packed.Length), 0, 0);
        }

        _packed.Written.CopyTo(_block.AsSpan(_used));
        run.Add(new LoggedState(image.Goal, _commit, image.StaleAt, _block, _used + packedAt, _packed.Length - packedAt, Older: -1));
        _used += _packed.Length;
    }

    /// <summary>Ends the transaction's last piece, and returns all of them.</summary>
    public List<ReadOnlyMemory<byte>> End()
    {
        EndPiece();
        return _pieces;
    }

    public PackedMark Mark() => new(_pieces.Count, _block, _from, _used);

    public void BackTo(PackedMark mark)
    {
        _pieces.RemoveRange(mark.Pieces, _pieces.Count - mark.Pieces);
        (_block, _from, _used) = (mark.Block, mark.From, mark.Used);
    }

    private void EndPiece()
    {
        if (_used > _from)
        {
            _pieces.Add(_block.AsMemory(_from, _used - _from));
            _from = _used;
        }
    }
}

/// <summary>A place in what a transaction has packed.</summary>
/// <param name="Pieces">The number of pieces before it.</param>
/// <param name="Block">The block that holds it.</param>
/// <param name="From">The place in the block at which the piece begins.</param>
/// <param name="Used">The place in the block at which the next state begins.</param>
internal readonly record struct PackedMark(int Pieces, byte[] Block, int From, int Used);
