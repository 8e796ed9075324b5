#!/usr/bin/env bash
# Puts Plaza into the Nginx of this machine, with what /etc/plaza/nginx.env sets. To be run again after
# a change there.
set -euo pipefail
cd "$(dirname "$0")/../../nginx"

export PLAZA_LISTEN=80 PLAZA_LISTEN_TLS=443 PLAZA_SERVER_NAME=_ PLAZA_UPSTREAM=127.0.0.1:3333
export PLAZA_ACCESS_LOG=/var/log/nginx/plaza.log PLAZA_CACHE_PATH=/var/cache/nginx-plaza
export PLAZA_READ_RATE=50r/s PLAZA_WRITE_RATE=10r/s PLAZA_LOGIN_RATE=30r/m
export PLAZA_ACME_ROOT=/var/www/plaza PLAZA_TLS_CERTIFICATE='' PLAZA_TLS_KEY=''
set -a
# shellcheck source=/dev/null
if [[ -f /etc/plaza/nginx.env ]]; then . /etc/plaza/nginx.env; fi
set +a

variant=plain
if [[ -n $PLAZA_TLS_CERTIFICATE ]]; then variant=tls; fi

draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT
# Nothing but what is set here is replaced: Nginx has variables of its own.
fill() {
  local text name
  text=$(< "$1")
  while [[ $text =~ \$\{(PLAZA_[A-Z_]+)\} ]]; do
    name=${BASH_REMATCH[1]}
    if [[ ! -v $name ]]; then
      echo "error: $1 asks for $name: set it in /etc/plaza/nginx.env" >&2
      exit 2
    fi
    text=${text//"\${$name}"/"${!name}"}
  done
  printf '%s\n' "$text"
}
fill templates/plaza.conf.template > "$draft/plaza.conf"
fill "$variant/server.conf.template" > "$draft/plaza-server.conf"

install -d /etc/nginx/plaza "$PLAZA_ACME_ROOT"
install -m 644 -t /etc/nginx/plaza plaza/*.conf
install -m 644 -t /etc/nginx/conf.d "$draft"/*.conf
# The page of Debian would answer in its place.
if [[ -L /etc/nginx/sites-enabled/default ]]; then rm /etc/nginx/sites-enabled/default; fi
nginx -t -q
systemctl enable --quiet nginx.service
systemctl reload-or-restart nginx.service
