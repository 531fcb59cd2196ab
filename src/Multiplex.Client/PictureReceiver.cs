using Multiplex.Protocol;
using Multiplex.Protocol.Messages;
using Multiplex.Rendering;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Client;

/// <summary>Puts pictures together that come in parts.</summary>
internal sealed class PictureReceiver
{
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Takes a part; with the last one the picture is handed on.</summary>
    /// <param name="message">The part.</param>
    /// <param name="writer">Gets the picture.</param>
    /// <exception cref="ProtocolException">The picture is over its cap.</exception>
    public void Take(in PictureMessage message, FrameWriter writer)
    {
        int length = _length + message.Bytes.Length;
        if (length > PictureMessage.MaximumBytes)
        {
            throw new ProtocolException($"picture of more than {PictureMessage.MaximumBytes} bytes");
        }

        if (_bytes.Length < length)
        {
            Array.Resize(ref _bytes, Math.Max(length, Math.Min(_bytes.Length * 2, PictureMessage.MaximumBytes)));
        }

        message.Bytes.CopyTo(_bytes.AsSpan(_length));
        _length = length;
        if (message.HasMore)
        {
            return;
        }

        if (message.Id == 0)
        {
            Clear();
            return;
        }

        PictureData? data = message.Picture?.Data;
        writer.TakePicture(message.Id, data is null ? null : message.Picture! with
        {
            Data = new PictureData
            {
                Kind = data.Kind,
                Width = data.Width,
                Height = data.Height,
                Format = data.Format,
                IsCompressed = data.IsCompressed,
                Bytes = _bytes.AsMemory(0, _length),
            },
        });
        Clear();
    }

    /// <summary>Forgets a picture of which parts are missing.</summary>
    public void Clear()
    {
        _bytes = [];
        _length = 0;
    }
}
