using OkrGrains.Model.Measures;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Readers;

/// <summary>Searches the chunks of all goals for a reading, newest first, because most amended readings are recent ones.</summary>
internal sealed class ReadingSearch(ReadPool readers)
{
    /// <summary>
    /// The number of chunks that are searched at a time, so that a page occupies a connection for only some milliseconds.
    /// </summary>
    private const int ChunksPerPage = 512;

    /// <summary>The number of pages after which the search gives up: up to 32 million readings.</summary>
    private const int MostPages = 32;

    public async ValueTask<ReadingPlace> FindAsync(ReadingName name, CancellationToken cancellation)
    {
        var before = (Position: long.MaxValue, FirstGoal: 0L);
        for (var page = 0; page < MostPages; page++)
        {
            long? found = null;
            var count = await readers.ReadAsync(
                connection => connection.Chunks.ReadBack(ref before, ChunksPerPage, name, out found), cancellation).ConfigureAwait(false);
            if (found is not null || count < ChunksPerPage)
            {
                return new ReadingPlace(found, IsWhole: true);
            }
        }

        return new ReadingPlace(null, IsWhole: false);
    }
}
