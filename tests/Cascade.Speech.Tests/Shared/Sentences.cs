namespace Cascade.Speech.Tests.Shared;

/// <summary>Sentences of conversation, all of whose words are in the dictionary of pocketsphinx.</summary>
internal static class Sentences
{
    public static readonly string[] Voices = ["slt", "rms", "festival"];

    public static readonly string[] All =
    [
        "hello how are you today",
        "i would like to book a table for four people tonight",
        "can you tell me what time it is in new york",
        "please turn off the lights in the kitchen",
        "what is the weather going to be like tomorrow",
        "i need to talk to someone about my account",
        "the train leaves at seven in the morning",
        "could you please repeat that a little slower",
        "thank you very much for your help",
        "i am looking for a good place to eat near the station",
        "my telephone number has changed since last year",
        "how much does it cost to send a letter to france",
        "the meeting has been moved to next monday",
        "she wants to learn how to play the piano",
        "there are three people waiting outside the door",
        "please call me back as soon as possible",
        "we are going to visit our friends this weekend",
        "do you have any questions about the project",
        "the doctor said that everything is fine",
        "it was nice talking to you good bye",
    ];

    /// <summary>A grammar of these sentences and no others.</summary>
    public static string Grammar { get; } = $"#JSGF V1.0; grammar sentences; public <sentence> = {string.Join(" | ", All)};";
}
