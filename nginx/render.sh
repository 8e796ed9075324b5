#!/bin/sh
# Writes Plaza's configuration of Nginx, from the settings in the environment.
#
#   nginx/render.sh DIRECTORY
#
# DIRECTORY is that of the nginx.conf which will include it: it gets DIRECTORY/plaza, whole or not at
# all, and anew each time. On Debian:
#
#   nginx/render.sh /etc/nginx
#   ln -sfn /etc/nginx/plaza/site.conf /etc/nginx/sites-enabled/plaza
#   rm -f /etc/nginx/sites-enabled/default
#   nginx -t && systemctl reload nginx
#
# Exit codes: 0 written, 2 a setting is wrong, another when it can't be written.
set -eu

here=$(cd "$(dirname "$0")" && pwd)

# Where Nginx listens; lists are between spaces, unless it says otherwise.
export PLAZA_LISTEN="${PLAZA_LISTEN:-80 [::]:80}"
export PLAZA_LISTEN_TLS="${PLAZA_LISTEN_TLS:-443 [::]:443}"
export PLAZA_SERVER_NAME="${PLAZA_SERVER_NAME:-_}"
# With a certificate all goes over TLS; plain HTTP leads there, and answers certbot from the root.
export PLAZA_TLS_CERTIFICATE="${PLAZA_TLS_CERTIFICATE:-}"
export PLAZA_TLS_KEY="${PLAZA_TLS_KEY:-}"
export PLAZA_ACME_ROOT="${PLAZA_ACME_ROOT:-/var/www/certbot}"
# Where the API listens: hosts with ports.
export PLAZA_UPSTREAM="${PLAZA_UPSTREAM:-127.0.0.1:3333}"
# The name server to ask for those hosts again and again, where they come and go (Nginx 1.27.3; an
# older one asks once, when it starts or is reloaded).
export PLAZA_RESOLVER="${PLAZA_RESOLVER:-}"
# Proxies in front of this one, who may name the client's address in X-Forwarded-For: addresses,
# networks, loopback, linklocal or uniquelocal, between commas.
export PLAZA_TRUSTED_PROXIES="${PLAZA_TRUSTED_PROXIES:-}"
# The public address: what Nginx refuses names its problems under the path of it.
export APP_URL="${APP_URL:-}"
# The longest body, in the words of the API.
export BODY_LIMIT="${BODY_LIMIT:-512kb}"
# What one address may do: connections at a time, reads, writes, and signing up, in and refreshing.
export PLAZA_CONNECTIONS="${PLAZA_CONNECTIONS:-50}"
export PLAZA_READ_RATE="${PLAZA_READ_RATE:-50r/s}"
export PLAZA_WRITE_RATE="${PLAZA_WRITE_RATE:-10r/s}"
export PLAZA_LOGIN_RATE="${PLAZA_LOGIN_RATE:-30r/m}"
# How long a client may say or take nothing, and how long the API may.
export PLAZA_CLIENT_TIMEOUT="${PLAZA_CLIENT_TIMEOUT:-10s}"
export PLAZA_UPSTREAM_TIMEOUT="${PLAZA_UPSTREAM_TIMEOUT:-15s}"
export PLAZA_ACCESS_LOG="${PLAZA_ACCESS_LOG:-/var/log/nginx/plaza.log}"
export PLAZA_STATIC="${PLAZA_STATIC:-$here/static}"

refuse() {
  echo "error: $1" >&2
  exit 2
}

# Refuses what would end its directive and begin another; the rest is for `nginx -t`.
refuse_syntax() {
  awk 'BEGIN {
    for (name in ENVIRON) {
      if (name !~ /^(PLAZA_|BODY_LIMIT$|APP_URL$)/ || ENVIRON[name] !~ /[;{}"$\\#\n\047]/) continue
      print "error: " name " has a character that means something to Nginx" > "/dev/stderr"
      exit 2
    }
  }'
}

# A size of the API (512kb) as one of Nginx (512k).
nginx_size() {
  printf '%s\n' "$1" | tr '[:upper:]' '[:lower:]' | sed -n 's/^\([1-9][0-9]*\)\(b\|\([km]\)b\)\{0,1\}$/\1\3/p'
}

# Whether the Nginx of this machine is at least of a version. has_nginx 1 27 3
has_nginx() {
  nginx -v 2>&1 | sed -n 's|^nginx version: [^/]*/\([0-9.]*\).*|\1|p' |
    awk -F. -v least="$((($1 * 1000 + $2) * 1000 + $3))" \
      '{ ok = ($1 * 1000 + $2) * 1000 + $3 >= least } END { exit !ok }'
}

# One directive for each word of a list. directives BEFORE AFTER WORD...
directives() {
  before=$1 after=$2
  shift 2
  for word; do printf '%s %s%s;\n' "$before" "$word" "$after"; done
}

trusted() {
  for word in $(printf '%s' "$PLAZA_TRUSTED_PROXIES" | tr ',' ' '); do
    case $word in
      loopback) echo 127.0.0.0/8 ::1 ;;
      linklocal) echo 169.254.0.0/16 fe80::/10 ;;
      uniquelocal) echo 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 ;;
      *) echo "$word" ;;
    esac
  done
}

# Fills in what stands in braces.
fill() {
  awk '{
    line = ""
    while (match($0, /\$\{PLAZA_[A-Z_]+\}/)) {
      line = line substr($0, 1, RSTART - 1) ENVIRON[substr($0, RSTART + 2, RLENGTH - 3)]
      $0 = substr($0, RSTART + RLENGTH)
    }
    print line $0
  }' "$1"
}

if [ $# != 1 ] || [ ! -d "$1" ]; then
  refuse 'name the directory of nginx.conf, such as: nginx/render.sh /etc/nginx'
fi
refuse_syntax
PLAZA_BODY_LIMIT=$(nginx_size "$BODY_LIMIT")
[ -n "$PLAZA_BODY_LIMIT" ] || refuse "BODY_LIMIT must be a size, such as 256kb, got \"$BODY_LIMIT\""
# The path of a URL, without a slash at its end.
PLAZA_BASE_PATH=$(printf '%s\n' "$APP_URL" | sed -n 's|^[a-z]*://[^/]*\(/.*[^/]\)/*$|\1|p')
PLAZA_VARIANT=plain
if [ -n "$PLAZA_TLS_CERTIFICATE" ]; then
  [ -n "$PLAZA_TLS_KEY" ] || refuse 'PLAZA_TLS_CERTIFICATE is set, so PLAZA_TLS_KEY must be'
  PLAZA_VARIANT=tls
fi

resolve='' resolver='' http2=''
if [ -n "$PLAZA_RESOLVER" ] && has_nginx 1 27 3; then
  resolve=' resolve'
  resolver="resolver $PLAZA_RESOLVER valid=2s;"
fi
tls=' ssl http2'
if has_nginx 1 25 1; then
  tls=' ssl'
  http2='http2 on;'
fi

# Lists are split into words here, and have no wildcards.
set -f
# shellcheck disable=SC2046,SC2086
{
  PLAZA_LISTENS=$(directives listen '' $PLAZA_LISTEN)
  PLAZA_LISTENS_TLS=$(directives listen "$tls" $PLAZA_LISTEN_TLS && echo "$http2")
  PLAZA_PROXIES=$(directives set_real_ip_from '' $(trusted))
  PLAZA_SERVERS=$(
    directives server "$resolve max_fails=3 fail_timeout=2s" $PLAZA_UPSTREAM
    # A worker that was killed leaves kept connections behind, and each is only found out by trying.
    for _ in 1 2 3 4 5 6 7; do
      directives server "$resolve max_fails=0 backup" $PLAZA_UPSTREAM
    done
    echo "$resolver"
  )
}
set +f
export PLAZA_BODY_LIMIT PLAZA_BASE_PATH PLAZA_VARIANT PLAZA_LISTENS PLAZA_LISTENS_TLS PLAZA_PROXIES PLAZA_SERVERS

draft=$(mktemp -d "$1/.plaza.XXXXXX")
trap 'rm -rf "$draft"' EXIT
chmod 755 "$draft"
for file in "$here"/plaza/*.conf; do
  fill "$file" > "$draft/${file##*/}"
done
rm -rf "$1/plaza"
mv "$draft" "$1/plaza"
