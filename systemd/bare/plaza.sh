#!/bin/sh
# The command line of the installed Plaza: /usr/local/bin/plaza. Root steps down to the service's user,
# whose database it is; only the service itself, and its settings, are changed by root.
set -eu

set -- /opt/plaza/current/bin/node /opt/plaza/current/bin/plaza.js "$@"
[ "$(id -u)" = 0 ] || exec "$@"

command=''
for word in "$@"; do
  case $word in
    /* | -*) ;;
    *)
      command="$command $word"
      case $command in ' service' | ' keys rotate') exec "$@" ;; esac
      ;;
  esac
done

# What concerns backups alone: lines of NAME=value, which are read and never run.
settings=/etc/plaza/backup.env
case $command in
  ' backup'*)
    if [ -f "$settings" ]; then
      while IFS= read -r line || [ -n "$line" ]; do
        case $line in BACKUP_*=*) export "${line%%=*}=$(printf '%s' "${line#*=}" | sed "s/^\([\"']\)\(.*\)\1\$/\2/")" ;; esac
      done < "$settings"
    fi
    ;;
esac

# On a terminal it gets one of its own: on root's, the service's user could type.
if [ -t 0 ] && [ -t 1 ] && [ -t 2 ]; then exec runuser --pty -u plaza -- "$@"; fi
exec runuser -u plaza -- "$@"
