using System.Collections.ObjectModel;
using Terminal.Gui.App;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace Multiplex.Picker;

/// <summary>Shows a <see cref="PickerModel"/> on the terminal.</summary>
internal sealed class PickerWindow : Window
{
    private readonly IApplication _application;
    private readonly PickerModel _model;
    private readonly ListView _list;
    private readonly Label _message;

    /// <summary>Lays out the window.</summary>
    /// <param name="application">The running application.</param>
    /// <param name="model">What is shown.</param>
    public PickerWindow(IApplication application, PickerModel model)
    {
        _application = application;
        _model = model;
        Title = "mux sessions";
        _list = new ListView { X = 0, Y = 0, Width = Dim.Fill(), Height = Dim.Fill(2) };
        _message = new Label { X = 0, Y = Pos.AnchorEnd(2), Width = Dim.Fill() };
        Label keys = new() { X = 0, Y = Pos.AnchorEnd(1), Width = Dim.Fill(), Text = "Enter attach  n new  d detach  k kill  r refresh  q quit" };
        Add(_list, _message, keys);
        // Before any view: a list would take letters for the beginning of a line to jump to.
        application.Keyboard.KeyDown += OnKey;
        Show();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _application.Keyboard.KeyDown -= OnKey;
        base.Dispose(disposing);
    }

    private void OnKey(object? sender, Key key)
    {
        if (!ReferenceEquals(_application.TopRunnable, this))
        {
            // A question stands; its buttons take the keys.
            return;
        }

        _model.Select(_list.SelectedItem ?? 0);
        key.Handled = Obey(key);
        if (!key.Handled)
        {
            return;
        }

        if (_model.End != PickerEnd.None)
        {
            _application.RequestStop();
        }
        else
        {
            Show();
        }
    }

    private bool Obey(Key key)
    {
        if (key == Key.Enter)
        {
            _model.Attach();
        }
        else if (key == Key.Esc || key == Key.Q)
        {
            _model.Quit();
        }
        else if (key == Key.N)
        {
            _model.StartNew();
        }
        else if (key == Key.D)
        {
            _model.Detach();
        }
        else if (key == Key.R)
        {
            _model.Refresh();
        }
        else if (key == Key.K)
        {
            AskAndKill();
        }
        else
        {
            return false;
        }

        return true;
    }

    private void AskAndKill()
    {
        // The last button is what Enter presses: a hasty one must not end anything.
        if (_model.KillQuestion is { } question && MessageBox.Query(_application, "Kill", question, "Yes", "No") == 0)
        {
            _model.Kill();
        }
    }

    private void Show()
    {
        _list.SetSource(new ObservableCollection<string>(_model.Lines));
        _list.SelectedItem = _model.Selected < 0 ? null : _model.Selected;
        _message.Text = _model.Message.Length > 0 ? _model.Message : _model.Sessions.Count == 0 ? "There is no session; n starts one." : string.Empty;
    }
}
