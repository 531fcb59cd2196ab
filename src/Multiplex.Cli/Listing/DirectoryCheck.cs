using Multiplex.Platform;

namespace Multiplex.Cli.Listing;

/// <summary>Says in screen's words why the socket directory cannot be used.</summary>
internal static class DirectoryCheck
{
    private const uint OthersMask = 0x3F;
    private const uint OwnerMask = 0x1C0;

    /// <summary>Looks at the directory without following a link in its place.</summary>
    /// <param name="path">The directory's path.</param>
    /// <returns>The line to print, or null when it can be used or made.</returns>
    public static string? Complaint(string path)
    {
        int error = PosixFile.TryGetStatus(null, path, out FileStatus status);
        if (error == Errno.NotFound)
        {
            string? parent = Path.GetDirectoryName(path);
            int above = parent is null ? 0 : PosixFile.TryGetStatus(null, parent, out _);
            return above == 0 ? null : $"Cannot access {path}: {Errno.Describe(above)}";
        }

        return error != 0 ? $"Cannot access {path}: {Errno.Describe(error)}"
            : status.Kind != FileKind.Directory ? $"{path} is not a directory."
            : status.UserId != ProcessContext.EffectiveUserId ? $"You are not the owner of {path}."
            : (status.Permissions & (OwnerMask | OthersMask)) != OwnerMask ? $"Directory {path} must have mode 700."
            : null;
    }
}
