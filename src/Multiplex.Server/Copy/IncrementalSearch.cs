using System.Text;
using Multiplex.Server.Layers;

namespace Multiplex.Server.Copy;

/// <summary>The incremental search of copy mode: each typed character looks on at once.</summary>
/// <param name="cursor">The cursor.</param>
/// <param name="search">The search.</param>
/// <param name="isForward">Towards the end of the text.</param>
internal sealed class IncrementalSearch(CopyCursor cursor, CopySearch search, bool isForward)
{
    /// <summary>Longest pattern; a line of a display holds no more.</summary>
    private const int MaxLength = 256;

    private readonly CopyPosition _start = cursor.Position;
    private readonly Stack<(string Pattern, CopyPosition Position, bool IsForward, bool IsFailing)> _steps = new();
    private string _pattern = string.Empty;
    private bool _isForward = isForward;
    private bool _isFailing;

    /// <summary>What the message line says.</summary>
    public string Prompt => $"{(_isFailing ? "failing " : string.Empty)}I-search{(_isForward ? string.Empty : " backward")}: {_pattern}";

    /// <summary>Handles a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isDone">True when the search is over.</param>
    /// <returns>True when the key was used; after another one the search is over and the key counts for copy mode.</returns>
    public bool Handle(KeyPress key, out bool isDone)
    {
        isDone = false;
        switch (key.Code)
        {
            case 'G' & 0x1F:
                cursor.MoveTo(_start);
                isDone = true;
                return true;
            case KeyPress.Escape:
                isDone = true;
                return true;
            case '\b' or KeyPress.Delete:
                Undo();
                return true;
            case 'W' & 0x1F or 'K' & 0x1F:
                _steps.Clear();
                _pattern = string.Empty;
                _isFailing = false;
                search.Set(string.Empty);
                cursor.MoveTo(_start);
                return true;
            case 'S' & 0x1F:
                Again(isForward: true);
                return true;
            case 'R' & 0x1F:
                Again(isForward: false);
                return true;
            case >= 0x20 when _pattern.Length < MaxLength && Rune.IsValid(key.Code):
                Extend(_pattern + new Rune(key.Code), _isForward, includesStart: true);
                return true;
            default:
                isDone = true;
                return false;
        }
    }

    private void Extend(string pattern, bool isForward, bool includesStart)
    {
        _steps.Push((_pattern, cursor.Position, _isForward, _isFailing));
        (_pattern, _isForward) = (pattern, isForward);
        search.Set(pattern);
        Look(includesStart);
    }

    private void Again(bool isForward)
    {
        if (_pattern.Length == 0 && search.Pattern.Length > 0)
        {
            _pattern = search.Pattern;
        }

        Extend(_pattern, isForward, includesStart: false);
    }

    private void Look(bool includesStart)
    {
        CopyMatch? match = search.Find(cursor.Position, _isForward, includesStart);
        _isFailing = match is null && _pattern.Length > 0;
        if (match is { } found)
        {
            cursor.MoveTo(found.Line, found.Column);
        }
    }

    private void Undo()
    {
        if (_steps.TryPop(out (string Pattern, CopyPosition Position, bool IsForward, bool IsFailing) step))
        {
            (_pattern, _isForward, _isFailing) = (step.Pattern, step.IsForward, step.IsFailing);
            search.Set(_pattern);

            // As in screen: a search that failed has no place to go back to.
            if (!_isFailing)
            {
                cursor.MoveTo(step.Position);
            }
        }
    }
}
