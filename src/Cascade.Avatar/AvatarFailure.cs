namespace Cascade;

/// <summary>The reason why a picture does not speak.</summary>
public enum AvatarFailure
{
    /// <summary>The picture's file is of no kind that is decoded, is broken, or is too large.</summary>
    BadPicture,

    /// <summary>The picture has no face, or more than one face of a like size.</summary>
    NoSingleFace,

    /// <summary>The lip network's file is no ONNX model, or its inputs and outputs are not those of Wav2Lip.</summary>
    BadNetwork,

    /// <summary>The ffmpeg program is not installed, or cannot be started.</summary>
    NoEncoder,

    /// <summary>The ffmpeg program ended, or took no frames for too long.</summary>
    EncoderFailed,

    /// <summary>As many streams are open as may be at one time.</summary>
    Busy,
}
