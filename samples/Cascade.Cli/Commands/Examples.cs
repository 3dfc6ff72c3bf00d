namespace Cascade.Cli.Commands;

/// <summary>Command lines that show what a command is for. The tests run them.</summary>
internal static class Examples
{
    public static string[] Of(string command) => command switch
    {
        "detect" =>
        [
            "detect talk.wav",
            "detect --format srt --min-silence-ms 500 talk.wav > talk.srt",
            "detect --mode offline --format json --probabilities a.wav b.flac",
            "detect --save-segments speech --pad-ms 300 --min-speech-ms 250 talk.wav",
            "detect --raw 8000:1:mulaw --engine managed - < call.raw",
        ],
        "plot" =>
        [
            "plot talk.wav -o talk.svg",
            "plot talk.wav -o talk.png --theme dark --width 1600",
            "plot --threshold 0.6 --min-silence-ms 300 talk.wav",
        ],
        "tune" =>
        [
            "tune talk.wav --labels talk.labels.txt",
            "tune talk.wav --labels talk.labels.txt --goal recognizer",
            "tune talk.wav --labels talk.rttm --parts 10 --engine managed -o curve.svg",
        ],
        "bench" =>
        [
            "bench",
            "bench --streams 2000 --threads 1 --format json",
        ],
        "transcribe" =>
        [
            "transcribe talk.wav",
            "transcribe talk.wav --format srt > talk.srt",
            "transcribe --speed fast --format json --raw 16000:1:s16le - < talk.raw",
        ],
        "speak" =>
        [
            "speak 'Hello, how are you today?' -o hello.wav",
            "speak --engine espeak-ng --voice de 'Guten Tag' > hello.wav",
        ],
        "submit" =>
        [
            "archive submit a.wav b.flac --threshold 0.6",
            "archive submit --from list.txt --engine managed --wait --results results.jsonl",
            "archive submit https://media.example.com/talk.mp3 --transcribe --speed fast",
        ],
        "work" =>
        [
            "archive work --root /audio",
            "archive work --allow-host media.example.com --concurrency 4 --nats nats://queue:4222",
        ],
        "status" =>
        [
            "archive status",
            "archive status --dead",
        ],
        "info" => ["info"],
        "completion" =>
        [
            "completion bash > ~/.local/share/bash-completion/completions/cascade",
            "completion pwsh >> $PROFILE",
        ],
        _ => [],
    };
}
