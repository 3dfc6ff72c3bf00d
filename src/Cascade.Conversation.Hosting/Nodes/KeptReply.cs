using System.Text.Json;
using Cascade.Hosting.Realtime.Sessions;

namespace Cascade.Hosting.Realtime.Nodes;

/// <summary>An answer, and the events that told its parts.</summary>
/// <param name="Id">The id of the response.</param>
/// <param name="Config">Its settings.</param>
/// <param name="Metadata">The name that the client chose for the response.</param>
/// <param name="Output">The ids of its items.</param>
/// <param name="MessageIndex">The place of the message among them.</param>
/// <param name="UserId">The item that is answered.</param>
/// <param name="IsDone">Whether its end has been told.</param>
/// <param name="IsCanceled">Whether the client stopped it.</param>
/// <param name="Outcome">The end of its turn; <see langword="null"/> while it is made or played.</param>
/// <param name="Told">The numbers of the events that told it, audio apart.</param>
/// <param name="LastAudio">The number of the last event with audio.</param>
/// <param name="Sentences">The sentences, each with the number of its event.</param>
internal sealed record KeptReply(
    string Id,
    SessionConfig Config,
    JsonElement? Metadata,
    IReadOnlyList<string> Output,
    int MessageIndex,
    string? UserId,
    bool IsDone,
    bool IsCanceled,
    TurnOutcome? Outcome,
    IReadOnlyList<long> Told,
    long LastAudio,
    IReadOnlyList<ToldSentence> Sentences)
{
    public static KeptReply? Of(ActiveResponse? response) => response is null ? null : new KeptReply(
        response.Id, response.Config, response.Metadata, [.. response.Output.Select(item => item.Id)], response.MessageIndex, response.User?.Id,
        response.IsDone, response.IsCanceled, response.Outcome, response.Told, response.LastAudio, response.Sentences);

    /// <summary>Makes the answer again.</summary>
    public ActiveResponse ToResponse(Func<string, Item?> find)
    {
        ActiveResponse response = new(Id, 0, Config)
        {
            Metadata = Metadata, MessageIndex = MessageIndex, User = UserId is null ? null : find(UserId), IsDone = IsDone, IsCanceled = IsCanceled, Outcome = Outcome, LastAudio = LastAudio,
        };
        response.Output.AddRange(Output.Select(find).OfType<Item>());
        response.Message = response.Output.Find(item => item.Type == Item.Message);
        response.Told.AddRange(Told);
        response.Sentences.AddRange(Sentences);
        return response;
    }
}
