using System.Net;
using System.Net.Sockets;

namespace Cascade.Cli.Archives.Sources;

/// <summary>Downloads from hosts that the policy allows. Each address that a host's name has is checked when it is connected to, so that a name cannot change its meaning in between.</summary>
internal sealed class Downloader : IDisposable
{
    private const int MaximumRedirects = 5;
    private const int BufferBytes = 128 * 1024;
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(15);

    private readonly SourcePolicy _policy;
    private readonly HttpClient _client;

    public Downloader(SourcePolicy policy, string workerName)
    {
        _policy = policy;
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = ConnectTime, ConnectCallback = ConnectAsync };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd($"cascade-archive ({workerName})"); // for the logs of the hosts
    }

    /// <summary>Downloads into a file that the caller deletes.</summary>
    /// <exception cref="SourceRefusedException">The policy does not allow the address, or the server says that there is nothing.</exception>
    /// <exception cref="IOException">The download failed and may succeed another time.</exception>
    public async Task<string> DownloadAsync(Uri address, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_policy.MaximumTime);
        string path = Path.GetTempFileName();
        try
        {
            using HttpResponseMessage response = await GetAsync(address, limit.Token);
            await SaveAsync(response, path, limit.Token);
            return path;
        }
        catch (Exception fault)
        {
            File.Delete(path);
            throw fault switch
            {
                OperationCanceledException when !cancellationToken.IsCancellationRequested => new IOException($"The download did not end within {_policy.MaximumTime.TotalSeconds} s."),
                HttpRequestException { InnerException: SourceRefusedException refused } => refused,
                HttpRequestException failed => new IOException($"The download failed: {failed.Message}", failed),
                _ => fault,
            };
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        for (int redirects = 0; redirects <= MaximumRedirects; redirects++)
        {
            if (!_policy.Allows(address))
            {
                throw new SourceRefusedException($"The host '{address.IdnHost}' is not allowed: allow it with --allow-host.");
            }

            HttpResponseMessage response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                if (response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400)
                {
                    address = new Uri(address, location);
                    continue;
                }

                string answer = $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}.";
                throw IsLasting(response.StatusCode) ? new SourceRefusedException(answer) : new IOException(answer);
            }
        }

        throw new SourceRefusedException($"There are more than {MaximumRedirects} redirections.");
    }

    private async Task SaveAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > _policy.MaximumBytes)
        {
            throw TooLong($"{response.Content.Headers.ContentLength}");
        }

        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using FileStream file = new(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous });
        byte[] buffer = new byte[BufferBytes];
        long saved = 0;
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            saved += count;
            if (saved > _policy.MaximumBytes)
            {
                throw TooLong("more");
            }

            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private SourceRefusedException TooLong(string found) => new($"Expected at most {_policy.MaximumBytes} bytes; found {found}: allow more with --max-mb.");

    private static bool IsLasting(HttpStatusCode status) => (int)status is >= 300 and < 500 and not (int)HttpStatusCode.RequestTimeout and not (int)HttpStatusCode.TooManyRequests;

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        IPAddress[] allowed = _policy.AllowsPrivateAddresses ? addresses : [.. addresses.Where(address => !PrivateAddresses.Contains(address))];
        if (allowed.Length == 0)
        {
            throw new SourceRefusedException($"The host '{context.DnsEndPoint.Host}' has only private addresses: allow them with --allow-private.");
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
