namespace Orleans.Runtime;

/// <summary>One free request per method and thread: a call and its answer mostly stay on one. It keeps its last arguments alive.</summary>
internal static class RequestPool<TRequest>
    where TRequest : Request, new()
{
    [ThreadStatic]
    private static TRequest? t_free;

    public static TRequest Rent()
    {
        (var request, t_free) = (t_free, null);
        return request ?? new TRequest();
    }

    public static void Return(TRequest request) => t_free = request;
}
