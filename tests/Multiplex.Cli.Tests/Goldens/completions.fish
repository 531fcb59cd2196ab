# fish completion for mux
function __mux_sessions
    mux -ls 2>/dev/null | sed -n 's/^\t\([0-9]*\)\.\([^\t]*\)\t.*/\1.\2\n\2/p'
end
function __mux_command
    set -l words (commandline -opc)
    while set -q words[1]
        set -l word $words[1]
        set -e words[1]
        if contains -- $word -X -Q
            test "$words" = "$argv"
            return
        end
    end
    return 1
end
function __mux_before
    string match -qr -- $argv[1] (commandline -opc)[-1]
end
function __mux_program
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        switch $words[1]
        case -c -d -D -e -h -ls -list -Logfile -p -r -R -s -S -t -T -wipe -x --completions '-*S' -X -Q
            set -q words[2]; or return 1
            contains -- $words[1] -X -Q; and return 1
            set -e words[1]
        case '-*'
        case '*'
            return 1
        end
        set -e words[1]
    end
end
complete -c mux -n __mux_program -x -a '(__fish_complete_command)'
complete -c mux -n "__mux_before '^-[a-zA-Z]+S\$'" -x -a '(__mux_sessions)'
complete -c mux -s 4 -d 'Accepted for screen'\''s sake; telnet windows take any address.'
complete -c mux -s 6 -d 'Accepted for screen'\''s sake; telnet windows take any address.'
complete -c mux -s a -d 'Put every capability into the windows'\'' termcap.'
complete -c mux -s A -d 'When attaching, give all windows the size of this terminal.'
complete -c mux -s c -r -F -d 'Read this file instead of ~/.muxrc or ~/.screenrc.'
complete -c mux -s d -x -a '(__mux_sessions)' -d 'Detach a session that is attached elsewhere; with -r attach it here.'
complete -c mux -s D -x -a '(__mux_sessions)' -d 'The same, and log the other client out.'
complete -c mux -s e -x -d 'Use x as the command key and y as what types it; ^A is control-A.'
complete -c mux -s f -d 'Flow control on for new windows; -fn is off, -fa automatic.'
complete -c mux -s h -x -d 'Lines of scrollback of the first window.'
complete -c mux -s i -d 'The interrupt key stops output to the display at once.'
complete -c mux -s l -d 'Mark windows as logged in; -ln is off.'
complete -c mux -o ls -x -a '(__mux_sessions)' -d 'List sessions and do nothing else.'
complete -c mux -o list -x -a '(__mux_sessions)' -d 'The same.'
complete -c mux -s L -d 'Log the output of the first window.'
complete -c mux -o Logfile -r -F -d 'Name of log files; % escapes are replaced.'
complete -c mux -s m -d 'Inside a session: start another one all the same.'
complete -c mux -s O -d 'Accepted for screen'\''s sake; output is always optimal.'
complete -c mux -s p -x -d 'Choose a window by number or title; - is none, = the list, + a new one.'
complete -c mux -s q -d 'Print nothing; the exit code tells.'
complete -c mux -s Q -d 'Ask a session: run one of the commands that answer, and print the answer.'
complete -c mux -s r -x -a '(__mux_sessions)' -d 'Come back to a detached session.'
complete -c mux -s R -x -a '(__mux_sessions)' -d 'Come back to a detached session, or start one; -RR takes the youngest of several.'
complete -c mux -s s -x -a '(__fish_complete_command)' -d 'Run this shell in windows instead of $SHELL.'
complete -c mux -s S -x -a '(__mux_sessions)' -d 'Name the new session, or choose one for -X, -Q, -r, -d.'
complete -c mux -s t -x -d 'Title of the first window.'
complete -c mux -s T -x -d '$TERM inside windows, instead of screen-256color.'
complete -c mux -s U -d 'The terminal shows UTF-8.'
complete -c mux -s v -d 'Print the version.'
complete -c mux -o wipe -x -a '(__mux_sessions)' -d 'As -ls, and remove what dead sessions left behind.'
complete -c mux -s x -x -a '(__mux_sessions)' -d 'Attach a session besides whoever is attached to it.'
complete -c mux -s X -d 'Run a command in a session.'
complete -c mux -l json -d 'With -ls or -Q: answer as JSON.'
complete -c mux -l completions -x -a 'bash zsh fish' -d 'Print completions for bash, zsh or fish.'
complete -c mux -l man -d 'Print the manual page.'
complete -c mux -l doctor -d 'Check the surroundings, and say what to do.'
complete -c mux -l version -d 'Print the version.'
complete -c mux -l help -d 'Print this text.'
complete -c mux -n __mux_command -f -a 'kill' -d 'Destroy the window.'
complete -c mux -n __mux_command -f -a 'stuff' -d 'Type a text into the window'\''s program; it'\''s taken as typed: "x" [y].'
