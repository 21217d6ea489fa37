using System.Text.RegularExpressions;

namespace OkrGrains.Cli.Tests.Golden;

/// <summary>
/// Stores that earlier builds wrote are opened by this one, and answer as they did then. <c>tests/golden/README.md</c> says what they hold.
/// </summary>
public sealed partial class GoldenStoreTests
{
    private static readonly string[] FirstFormat = ["41260ee/flights", "41260ee/killed", "41260ee/mixed", "41260ee/month"];
    private static readonly string[] WithTombstones = ["02febee/deleted"];
    private static readonly string[] WithStateLog = ["7942804/killed"];
    private static readonly string[] WithPackedEdges = ["1bee1bd/killed"];

    public static TheoryData<string> Stores => [.. GoldenStore.Names];

    [Fact]
    public void The_stores_of_the_first_format_are_there() => Assert.Equal(FirstFormat, FirstFormat.Intersect(GoldenStore.Names));

    [Fact]
    public void A_store_with_deleted_workspaces_is_there() => Assert.Equal(WithTombstones, WithTombstones.Intersect(GoldenStore.Names));

    [Fact]
    public void A_store_with_states_in_the_state_log_is_there() => Assert.Equal(WithStateLog, WithStateLog.Intersect(GoldenStore.Names));

    [Fact]
    public void A_store_with_packed_edges_is_there() => Assert.Equal(WithPackedEdges, WithPackedEdges.Intersect(GoldenStore.Names));

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_store_of_an_earlier_build_answers_as_it_did_then_at_its_first_start_and_at_the_next(string name)
    {
        await using var store = GoldenStore.Unpack(name);
        await CompareAsync(store, "answers.txt", IsOfThisEdition(name));
        await store.StopAsync();
        await CompareAsync(store, "answers.txt", IsOfThisEdition(name));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_store_of_an_earlier_build_goes_on_as_it_would_have_then(string name)
    {
        await using var store = GoldenStore.Unpack(name);
        await CompareAsync(store, "answers-to-more.txt", IsOfThisEdition(name));
    }

    /// <summary>Returns whether the store's answers are given to the letter.</summary>
    private static bool IsOfThisEdition(string name) => WithStateLog.Contains(name) || WithPackedEdges.Contains(name);

    /// <param name="store">The store.</param>
    /// <param name="file">The commands and answers.</param>
    /// <param name="isExact">True for a build of the present edition, whose answers are given to the letter.</param>
    private static async Task CompareAsync(GoldenStore store, string file, bool isExact)
    {
        var answers = store.Answers(file);
        Assert.Contains(answers, answer => answer.Printed.Length > 0);
        foreach (var (command, printed) in answers)
        {
            var now = await store.RunAsync(command);
            if (command == "show")
            {
                Assert.Equal(Shown(printed), Shown(now));
                continue;
            }

            // A store that was not served yet by a build with a newer format cannot be verified; it is once it has been served.
            if (command != "verify data" || !OlderFormat().IsMatch(now))
            {
                var (then, today) = isExact ? (printed, now) : (SecondEdition.WithoutReasons(SecondEdition.Reword(printed)), SecondEdition.WithoutReasons(TypedFields.Without(now)));
                Assert.Equal($"{command}\n{then}", $"{command}\n{today}");
            }
        }
    }

    /// <summary>
    /// Returns the title, the remark and the score of each goal in a tree. Builds lay the tree out in their own ways, and say more or less;
    /// every number is in the JSON, which is compared to the letter.
    /// </summary>
    private static IEnumerable<(string Title, string Score)> Shown(string tree) => tree.Split('\n')[1..]
        .Where(line => !line.StartsWith("goal ", StringComparison.Ordinal))
        .Select(line => (Title().Match(line).Value.TrimEnd(), Score().Match(line).Value));

    [GeneratedRegex("^[ │├└─]*[^│█·]*?(?=  | [█·])")]
    private static partial Regex Title();

    [GeneratedRegex("[0-9.]+%")]
    private static partial Regex Score();

    [GeneratedRegex("^data/okr.db has format [0-9]+, which serving it once brings to format [0-9]+\\.$")]
    private static partial Regex OlderFormat();
}
