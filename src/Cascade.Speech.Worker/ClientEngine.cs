using System.Reflection;
using Cascade.Speech.Wire;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Worker;

/// <summary>Any client of Microsoft.Extensions.AI, in this process.</summary>
internal sealed class ClientEngine : IWorkerEngine
{
    private readonly ISpeechToTextClient _client;
    private bool _hasNoStreaming;

    public ClientEngine(ClientSetup setup)
    {
        Assembly assembly = new ClientLoadContext(setup.AssemblyPath).LoadFromAssemblyPath(setup.AssemblyPath);
        Type type = assembly.GetType(setup.TypeName)
            ?? throw new TypeLoadException($"'{setup.AssemblyPath}' has no type '{setup.TypeName}'. Give its full name, with its namespace.");
        object instance = Activator.CreateInstance(type, [.. setup.Arguments])!;
        _client = instance as ISpeechToTextClient
            ?? throw new TypeLoadException($"'{setup.TypeName}' is no ISpeechToTextClient of Microsoft.Extensions.AI {typeof(ISpeechToTextClient).Assembly.GetName().Version}.");
    }

    public void Run(JobHeader header, ReadOnlyMemory<byte> data, JobOutput output, CancellationToken cancellationToken)
    {
        RunAsync(OptionsOf(header), WavFile.Create(data.Span), output, cancellationToken).GetAwaiter().GetResult();
        cancellationToken.ThrowIfCancellationRequested(); // clients exist that end silently then
    }

    private async Task RunAsync(SpeechToTextOptions options, byte[] wav, JobOutput output, CancellationToken cancellationToken)
    {
        if (!_hasNoStreaming)
        {
            try
            {
                await foreach (SpeechToTextResponseUpdate update in _client.GetStreamingTextAsync(new MemoryStream(wav, writable: false), options, cancellationToken).ConfigureAwait(false))
                {
                    if (update.Text.Length > 0)
                    {
                        Write(output, update.Text, update.Kind != SpeechToTextResponseUpdateKind.TextUpdating, update.StartTime, update.EndTime);
                    }
                }

                return;
            }
            catch (Exception e) when (e is NotSupportedException or NotImplementedException)
            {
                _hasNoStreaming = true;
            }
        }

        SpeechToTextResponse response = await _client.GetTextAsync(new MemoryStream(wav, writable: false), options, cancellationToken).ConfigureAwait(false);
        if (response.Text.Length > 0)
        {
            Write(output, response.Text, isFinal: true, response.StartTime, response.EndTime);
        }
    }

    private static void Write(JobOutput output, string text, bool isFinal, TimeSpan? start, TimeSpan? end) =>
        output.Write(new ResultPart { Text = text, IsFinal = isFinal, Start = start?.Ticks, End = end?.Ticks });

    private static SpeechToTextOptions OptionsOf(JobHeader header) => new()
    {
        SpeechLanguage = header.SpeechLanguage,
        TextLanguage = header.TextLanguage,
        ModelId = header.ModelId,
        SpeechSampleRate = WavFile.SampleRateHz,
        AdditionalProperties = header.PreviousText is null ? null : new() { ["cascade.previousText"] = header.PreviousText },
    };
}
