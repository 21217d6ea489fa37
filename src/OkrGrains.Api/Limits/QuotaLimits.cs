namespace OkrGrains.Api.Limits;

/// <summary>The limits of one quota.</summary>
/// <param name="All">The maximum of all callers together.</param>
/// <param name="PerCaller">The maximum of one caller.</param>
/// <param name="PerWorkspace">The maximum of all callers together in one workspace.</param>
internal readonly record struct QuotaLimits(long All, long PerCaller, long PerWorkspace)
{
    /// <summary>Returns limits in which a share that is not set follows from the limit of all.</summary>
    /// <param name="all">The maximum of all callers together.</param>
    /// <param name="perCaller">The maximum of one caller; null for a quarter.</param>
    /// <param name="perWorkspace">The maximum in one workspace; null for three quarters.</param>
    /// <param name="least">The least share that follows, which is what one call may need; at most <paramref name="all"/>.</param>
    /// <remarks>Nobody has everything by default, so that one client, or one workspace, never refuses all others.</remarks>
    public static QuotaLimits Of(long all, long? perCaller, long? perWorkspace, long least = 1) =>
        new(all, perCaller ?? Math.Max(least, all / 4), perWorkspace ?? Math.Max(least, all - all / 4 - (all % 4 == 0 ? 0 : 1)));
}
