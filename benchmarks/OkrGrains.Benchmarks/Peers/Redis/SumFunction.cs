using System.Text;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Peers.Redis;

/// <summary>
/// The Redis function for a group of batches: it stores them unchanged, adds them up per KPI, and walks up the tree.
/// </summary>
/// <remarks>
/// A Lua number is a double, which holds integers up to 2^53 exactly. Readings are whole numbers of nano-units. A group adds to any goal at
/// most the sum of all its readings, and the caller keeps groups so small that this sum stays below 2^53 (<see cref="RedisPeer"/>). Redis
/// passes such a number on with 17 digits, so no digit is lost, and HINCRBY adds it to the 64-bit sum of the goal, with an error instead of
/// an overflow.
/// </remarks>
internal static class SumFunction
{
    /// <summary>The greatest integer up to which a double holds every integer exactly.</summary>
    public const long GreatestExact = 1L << 53;

    public static ReadOnlySpan<byte> Name => "climb"u8;

    public static ReadOnlySpan<byte> GoalsKey => "goals"u8;

    public static ReadOnlySpan<byte> HistoryKey => "history"u8;

    public static string Code(GoalTree tree)
    {
        var levels = string.Join(", ", TreeLevel.Of(tree).Select(level => $"{{{level.First}, {level.Count}, {level.NextCount}}}"));
        return $$"""
            #!lua name=okr
            local levels = { {{levels}} }
            local parents, names

            -- Not while the library is loaded, for which there is little time.
            local function number_goals()
              parents, names = {}, {}
              for at = 1, #levels do
                local first, count, above = levels[at][1], levels[at][2], levels[at][3]
                for goal = first, first + count - 1 do
                  local share = (goal - first) * above
                  parents[goal] = above > 0 and first + count + (share - share % count) / count or nil
                  names[goal] = '' .. goal
                end
              end
            end

            redis.register_function('{{Encoding.UTF8.GetString(Name)}}', function(keys, batches)
              local call, unpack_batch, goals = redis.call, cmsgpack.unpack, keys[1]
              if not parents then
                number_goals()
              end
              call('RPUSH', keys[2], unpack(batches))
              local changed = {}
              for b = 1, #batches do
                local kpis, units = unpack_batch(batches[b])
                for i = 1, #kpis do
                  local kpi = kpis[i]
                  changed[kpi] = (changed[kpi] or 0) + units[i]
                end
              end
              for at = 1, #levels do
                local above = {}
                for goal, added in pairs(changed) do
                  call('HINCRBY', goals, names[goal], added)
                  local parent = parents[goal]
                  if parent then
                    above[parent] = (above[parent] or 0) + added
                  end
                end
                changed = above
              end
              return #batches
            end)
            """;
    }
}
