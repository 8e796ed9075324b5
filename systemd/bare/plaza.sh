#!/bin/sh
# The command line of the installed Plaza: /usr/local/bin/plaza. It runs as the service's user, who owns
# the database. Only changes of the service and its settings run as root.
set -eu

# As in node.env: an import of 100 MB takes 188 MB of memory, and 202 MB without.
export MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=32768 MALLOC_TRIM_THRESHOLD_=1048576

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

# The settings of backups: lines of NAME=value, which are parsed and never run.
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

# It gets its own terminal, because on root's terminal the service's user could type commands.
if [ -t 0 ] && [ -t 1 ] && [ -t 2 ]; then exec runuser --pty -u plaza -- "$@"; fi
exec runuser -u plaza -- "$@"
