namespace Multiplex.Protocol;

/// <summary>The peer sent something that no version of the protocol allows. Its connection is closed; nothing else is affected.</summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Says what was wrong.</summary>
    /// <param name="message">One line for the log.</param>
    public ProtocolException(string message)
        : base(message)
    {
    }
}
