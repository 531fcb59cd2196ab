#compdef mux
_mux_sessions()
{
    local -a sessions; sessions=(${(f)"$(mux -ls 2>/dev/null | sed -n 's/^\t\([0-9]*\)\.\([^\t]*\)\t.*/\1.\2\n\2/p')"}); compadd -a sessions
}
# The words after -X or -Q: a command, then what its first argument may be.
_mux_command()
{
    if (( CURRENT > 2 )); then _files; return; fi
    if (( CURRENT == 2 )); then
        case $words[1] in
        *) _files;;
        esac
        return
    fi
    local -a commands; commands=(
    'kill:Destroy the window.'
    'stuff:Type a text into the window'\''s program; it'\''s taken as typed: "x" [y].'
    ); _describe command commands
}
# What follows an option that may stand before a session is one, and no program.
_mux_program()
{
    [[ $previous == (-d|-D|-ls|-list|-r|-R|-S|-wipe|-x) ]] || _normal
}
_mux()
{
    local previous=$words[CURRENT-1]
    _arguments -s \
    '-4[Accepted for screen'\''s sake; telnet windows take any address.]' \
    '-6[Accepted for screen'\''s sake; telnet windows take any address.]' \
    '-a[Put every capability into the windows'\'' termcap.]' \
    '-A[When attaching, give all windows the size of this terminal.]' \
    '-c[Read this file instead of ~/.muxrc or ~/.screenrc.]:file:_files' \
    '-d[Detach a session that is attached elsewhere; with -r attach it here.]::session:_mux_sessions' \
    '-D[The same, and log the other client out.]::session:_mux_sessions' \
    '-e[Use x as the command key and y as what types it; ^A is control-A.]:xy: ' \
    '-f[Flow control on for new windows; -fn is off, -fa automatic.]' \
    '-h[Lines of scrollback of the first window.]:lines: ' \
    '-i[The interrupt key stops output to the display at once.]' \
    '-l[Mark windows as logged in; -ln is off.]' \
    '-ls[List sessions and do nothing else.]::match:_mux_sessions' \
    '-list[The same.]::match:_mux_sessions' \
    '-L[Log the output of the first window.]' \
    '-Logfile[Name of log files; % escapes are replaced.]:file:_files' \
    '-m[Inside a session\: start another one all the same.]' \
    '-O[Accepted for screen'\''s sake; output is always optimal.]' \
    '-p[Choose a window by number or title; - is none, = the list, + a new one.]:window: ' \
    '-q[Print nothing; the exit code tells.]' \
    '-Q[Ask a session\: run one of the commands that answer, and print the answer.]:*::command:_mux_command' \
    '-r[Come back to a detached session.]::session:_mux_sessions' \
    '-R[Come back to a detached session, or start one; -RR takes the youngest of several.]::session:_mux_sessions' \
    '-s[Run this shell in windows instead of $SHELL.]:shell:_command_names -e' \
    '-S[Name the new session, or choose one for -X, -Q, -r, -d.]:name:_mux_sessions' \
    '-t[Title of the first window.]:title: ' \
    '-T[$TERM inside windows, instead of screen-256color.]:term: ' \
    '-U[The terminal shows UTF-8.]' \
    '-v[Print the version.]' \
    '-wipe[As -ls, and remove what dead sessions left behind.]::match:_mux_sessions' \
    '-x[Attach a session besides whoever is attached to it.]::session:_mux_sessions' \
    '-X[Run a command in a session.]:*::command:_mux_command' \
    '--json[With -ls or -Q\: answer as JSON.]' \
    '--completions[Print completions for bash, zsh or fish.]:shell:(bash zsh fish)' \
    '--man[Print the manual page.]' \
    '--doctor[Check the surroundings, and say what to do.]' \
    '--version[Print the version.]' \
    '--help[Print this text.]' \
    '*::program:_mux_program'
}
if [[ $funcstack[1] == _mux ]]; then _mux "$@"; else compdef _mux mux; fi
