namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>The first format. A released format is never edited; every change is a migration of its own.</summary>
internal static class Version1
{
    // The tables revisions, changes, amendments, closings, finals and check_ins only grow; goals and workspaces hold the current state.
    // amendments.value holds the bits of a double, null for a retraction. states.stale_at is the instant from which a state must be
    // computed again: the end of its validity, the earliest instant once the definition has changed, null (never) for a removed goal.
    // states.image holds the rest of the state with its checksum, in one blob that is overwritten in place.
    public const string Sql =
        """
        CREATE TABLE counters (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            position INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            next_goal INTEGER NOT NULL,
            clock_seen INTEGER,
            checksum INTEGER NOT NULL);

        CREATE TABLE chunks (
            position INTEGER NOT NULL,
            first_goal INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            body BLOB NOT NULL,
            checksum INTEGER NOT NULL);
        CREATE UNIQUE INDEX chunks_by_goal ON chunks (position, first_goal);

        CREATE TABLE amendments (
            goal INTEGER NOT NULL,
            producer INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            position INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            value INTEGER,
            author TEXT NOT NULL,
            reason TEXT NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (goal, producer, sequence, position)) WITHOUT ROWID;

        CREATE TABLE states (
            goal INTEGER PRIMARY KEY,
            stale_at INTEGER,
            image BLOB NOT NULL);
        CREATE INDEX states_by_staleness ON states (stale_at) WHERE stale_at IS NOT NULL;

        CREATE TABLE workspaces (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            revision INTEGER NOT NULL,
            settings_revision INTEGER NOT NULL,
            settings BLOB NOT NULL,
            checksum INTEGER NOT NULL);

        CREATE TABLE changes (
            position INTEGER NOT NULL,
            workspace INTEGER NOT NULL,
            author TEXT NOT NULL,
            reason TEXT NOT NULL,
            accepted_at INTEGER NOT NULL,
            settings BLOB,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (position, workspace)) WITHOUT ROWID;

        CREATE TABLE revisions (
            goal INTEGER NOT NULL,
            position INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            name TEXT NOT NULL,
            owner INTEGER,
            ordinal INTEGER NOT NULL,
            removed INTEGER NOT NULL,
            body BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (goal, position)) WITHOUT ROWID;
        CREATE INDEX revisions_by_position ON revisions (position);

        CREATE TABLE goals (
            goal INTEGER PRIMARY KEY,
            workspace INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            name TEXT NOT NULL,
            removed INTEGER NOT NULL,
            defined INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            checksum INTEGER NOT NULL);
        CREATE UNIQUE INDEX goals_by_name ON goals (workspace, kind, name) WHERE removed = 0;
        CREATE INDEX goals_by_workspace ON goals (workspace);

        CREATE TABLE edges (
            parent INTEGER NOT NULL,
            role INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            child INTEGER NOT NULL,
            not_after INTEGER NOT NULL,
            previous_period INTEGER NOT NULL,
            weight INTEGER NOT NULL,
            combiner INTEGER,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (parent, role, ordinal, child, not_after, previous_period)) WITHOUT ROWID;
        CREATE INDEX edges_by_child ON edges (child);
        CREATE INDEX edges_by_combiner ON edges (parent, combiner) WHERE combiner IS NOT NULL;

        CREATE TABLE producers (
            number INTEGER PRIMARY KEY,
            workspace TEXT NOT NULL,
            name TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL,
            checkpoint_sequence INTEGER NOT NULL,
            checkpoint BLOB NOT NULL,
            rejections BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (workspace, name));

        CREATE TABLE closings (
            workspace INTEGER NOT NULL,
            position INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            cycle TEXT NOT NULL,
            final_at INTEGER NOT NULL,
            cut_position INTEGER NOT NULL,
            cut_before INTEGER NOT NULL,
            goals INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (workspace, position)) WITHOUT ROWID;

        CREATE TABLE finals (
            goal INTEGER NOT NULL,
            position INTEGER NOT NULL,
            score INTEGER NOT NULL,
            coverage INTEGER NOT NULL,
            grade INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (goal, position)) WITHOUT ROWID;
        CREATE INDEX finals_by_position ON finals (position);

        CREATE TABLE check_ins (
            goal INTEGER NOT NULL,
            number INTEGER NOT NULL,
            position INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            author TEXT NOT NULL,
            note TEXT NOT NULL,
            confidence INTEGER,
            request TEXT NOT NULL,
            reading_time INTEGER,
            reading_bits INTEGER,
            producer INTEGER,
            sequence INTEGER,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (goal, number)) WITHOUT ROWID;
        CREATE UNIQUE INDEX check_ins_by_request ON check_ins (goal, request) WHERE request <> '';
        """;
}
