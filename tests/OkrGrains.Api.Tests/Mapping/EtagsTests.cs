using System.Reflection;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Tests.Mapping;

public sealed class EtagsTests
{
    private static readonly Incarnation _first = new(0x1234, 0);
    private static readonly Incarnation _restored = new(0x5678, 3);

    [Fact]
    public void In_a_store_that_was_never_restored_an_etag_is_the_revision()
    {
        var etags = new Etags(Log(9, _first));
        Assert.Equal("r4", etags.Of(4));
        Assert.Equal(4, etags.Read("etag", "r4"));
        Assert.Null(etags.Read("etag", ""));
    }

    [Fact]
    public void After_a_restore_an_etag_of_before_stands_only_for_what_the_backup_held()
    {
        var etags = new Etags(Log(9, _first, _restored));
        Assert.Equal("r40000000000005678", etags.Of(4));
        Assert.Equal(4, etags.Read("etag", etags.Of(4)));
        Assert.Equal(3, etags.Read("etag", "r3"));
        Assert.Equal(long.MaxValue, etags.Read("etag", "r4"));
        Assert.Equal(long.MaxValue, etags.Read("etag", "r40000000000009999"));
    }

    [Theory]
    [InlineData("4")]
    [InlineData("r")]
    [InlineData("r4000000000000567g")]
    [InlineData("r 4")]
    [InlineData("rffffffffffffffff")]
    public void What_is_no_etag_is_refused(string etag) => Assert.Throws<ApiFault>(() => new Etags(Log(9, _first)).Read("etag", etag));

    /// <summary>Returns the log of a store.</summary>
    /// <param name="last">The position of its last commit.</param>
    /// <param name="incarnations">Its incarnations; the first one alone if none is given.</param>
    internal static ICommitLog Log(long last, params Incarnation[] incarnations)
    {
        var log = DispatchProxy.Create<ICommitLog, KnownLog>();
        ((KnownLog)(object)log).Answers = new()
        {
            ["get_LastPosition"] = last,
            ["get_Lineage"] = new StoreLineage(incarnations.Length == 0 ? [_first] : [.. incarnations]),
        };
        return log;
    }

    public class KnownLog : DispatchProxy
    {
        internal Dictionary<string, object> Answers { get; set; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answers[targetMethod!.Name];
    }
}
