# Completion for sortie-collector and sortie-analysis: what --help says, so that it always fits
# the installed version. A file after an option, or where no option fits.

# The commands that --help lists, whole or after their first word.
_sortie_commands() {
    "$1" --help 2>/dev/null | sed -n 's/^  \([a-z].\{15\}\) .*/\1/p' | sed 's/ *$//'
}

_sortie_options() {
    "$@" --help 2>/dev/null | sed -n 's/^  \(--[a-z-]*\).*/\1/p'
}

_sortie() {
    local program=$1 word=${COMP_WORDS[COMP_CWORD]} first=${COMP_WORDS[1]} commands
    COMPREPLY=()
    commands=$(_sortie_commands "$program")
    if [ "$COMP_CWORD" = 1 ]; then
        COMPREPLY=($(compgen -W "$(sed 's/ .*//' <<<"$commands" | sort -u) --help" -- "$word"))
    elif [ "$COMP_CWORD" = 2 ] && grep -q "^$first " <<<"$commands"; then
        COMPREPLY=($(compgen -W "$(sed -n "s/^$first //p" <<<"$commands")" -- "$word"))
    elif [ "${word#-}" != "$word" ]; then
        grep -q "^$first " <<<"$commands" && first="$first ${COMP_WORDS[2]}"
        COMPREPLY=($(compgen -W "$(_sortie_options "$program" $first) --help" -- "$word"))
    else
        COMPREPLY=($(compgen -f -- "$word"))
    fi
}
complete -o filenames -F _sortie sortie-collector sortie-analysis
