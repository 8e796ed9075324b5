#!/bin/sh
# The command line of the installed Plaza: /usr/local/bin/plaza. Root steps down to the service's user,
# whose files and whose database they are; only the service itself is set up by root.
set -eu

set -- /opt/plaza/current/bin/node /opt/plaza/current/bin/plaza.js "$@"
for word in "$@"; do
  case $word in
    service) exec "$@" ;;
    /* | -*) ;;
    *) break ;;
  esac
done
if [ "$(id -u)" = 0 ]; then exec runuser -u plaza -- "$@"; fi
exec "$@"
