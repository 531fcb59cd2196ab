# bash completion for mux
_mux_sessions()
{
    local session quoted
    while IFS= read -r session; do
        quoted=$(printf %q "$session")
        [[ $quoted == "$1"* ]] && COMPREPLY+=("$quoted")
    done < <(mux -ls 2>/dev/null | sed -n 's/^\t\([0-9]*\)\.\([^\t]*\)\t.*/\1.\2\n\2/p')
}
_mux()
{
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    case $previous in
    -d|-D|-ls|-list|-r|-R|-S|-wipe|-x) _mux_sessions "$current";;
    -*S) _mux_sessions "$current";;
    -c|-Logfile) COMPREPLY=($(compgen -f -- "$current"));;
    -s) COMPREPLY=($(compgen -c -- "$current"));;
    --completions) COMPREPLY=($(compgen -W "bash zsh fish" -- "$current"));;
    -Q|-X) COMPREPLY=($(compgen -W "kill stuff" -- "$current"));;
    esac
    [[ $COMP_CWORD -ge 2 && ${COMP_WORDS[COMP_CWORD-2]} == -[QX] ]] && case $previous in
    source|readbuf|writebuf|hardcopy|bufferfile) COMPREPLY=($(compgen -f -- "$current"));;
    esac
    [ ${#COMPREPLY[@]} -gt 0 ] && return
    case $current in
    -*) COMPREPLY=($(compgen -W "-4 -6 -a -A -c -d -D -e -f -h -i -l -ls -list -L -Logfile -m -O -p -q -Q -r -R -s -S -t -T -U -v -wipe -x -X --json --completions --man --doctor --version --help" -- "$current"));;
    *) COMPREPLY=($(compgen -c -- "$current"));;
    esac
}
complete -F _mux mux
