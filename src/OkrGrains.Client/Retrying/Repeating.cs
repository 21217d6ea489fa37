using Grpc.Core;

namespace OkrGrains.Client.Retrying;

/// <summary>Repeats a call that changes nothing while the server cannot be reached.</summary>
internal static class Repeating
{
    public static async Task<T> RunAsync<T>(Func<Task<T>> call, RetryOptions retry, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(retry);
        retry.Validate();
        var attempts = new Attempts(retry, time, Random.Shared.NextDouble);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException failure) when (!cancellation.IsCancellationRequested && RpcFault.Of(failure).IsTransient)
            {
                if (!attempts.MayFollow(failure))
                {
                    throw;
                }

                await attempts.WaitAsync(failure, cancellation);
            }
        }
    }
}
