using Google.Protobuf;

namespace OkrGrains.Api.Mapping;

/// <summary>The room of one answer, in bytes. What finds none comes on the next page, or is only counted.</summary>
/// <param name="mostBytes">The maximum size of all that is taken.</param>
internal sealed class PageRoom(int mostBytes)
{
    /// <summary>The most bytes of a field's number and length.</summary>
    private const int AroundField = 6;

    private long _taken;

    /// <summary>Takes room for a message of a list. The first one is always taken, so that every page brings a reader further.</summary>
    public bool TryTake(IMessage message) => TryTake(message.CalculateSize());

    /// <summary>Takes room for a text of a list. The first one is always taken.</summary>
    public bool TryTake(string text) => TryTake(System.Text.Encoding.UTF8.GetByteCount(text));

    private bool TryTake(int bytes)
    {
        var taken = _taken + AroundField + bytes;
        if (_taken > 0 && taken > mostBytes)
        {
            return false;
        }

        _taken = taken;
        return true;
    }
}
