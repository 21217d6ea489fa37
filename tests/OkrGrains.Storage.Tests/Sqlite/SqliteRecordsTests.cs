using OkrGrains.Storage.Tests.Records;

namespace OkrGrains.Storage.Tests.Sqlite;

// What every store has to do, asked of the one in a file.

public sealed class SqliteAmendmentTests() : AmendmentTests(new TestFolder());

public sealed class SqliteCheckInTests() : CheckInTests(new TestFolder());

public sealed class SqliteClosingTests() : ClosingTests(new TestFolder());

public sealed class SqliteDefinitionHistoryTests() : DefinitionHistoryTests(new TestFolder());

public sealed class SqliteDefinitionTests() : DefinitionTests(new TestFolder());

public sealed class SqliteDeletionTests() : DeletionTests(new TestFolder());

public sealed class SqliteEdgeTests() : EdgeTests(new TestFolder());

public sealed class SqliteEpochTests() : EpochTests(new TestFolder());

public sealed class SqliteProducerTests() : ProducerTests(new TestFolder());

public sealed class SqliteReadingHistoryTests() : ReadingHistoryTests(new TestFolder());

public sealed class SqliteRejectionTests() : RejectionTests(new TestFolder());

public sealed class SqliteRequestTests() : RequestTests(new TestFolder());

public sealed class SqliteStateTests() : StateTests(new TestFolder());

public sealed class SqliteSubtreeScopeTests() : SubtreeScopeTests(new TestFolder());
