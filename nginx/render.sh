#!/bin/sh
# Writes Plaza's configuration of Nginx from the environment.
#
#   nginx/render.sh DIRECTORY
#
# DIRECTORY has the nginx.conf that includes the configuration. The script replaces DIRECTORY/plaza, or
# changes nothing. On Debian:
#
#   nginx/render.sh /etc/nginx
#   ln -sfn /etc/nginx/plaza/site.conf /etc/nginx/sites-enabled/plaza
#   rm -f /etc/nginx/sites-enabled/default
#   nginx -t && systemctl reload nginx
#
# Exit codes: 0 written, 2 wrong setting, others if it can't write.
set -eu

here=$(cd "$(dirname "$0")" && pwd)

# The addresses to listen on. Lists are separated by spaces, unless a comment says otherwise.
export PLAZA_LISTEN="${PLAZA_LISTEN:-80 [::]:80}"
export PLAZA_LISTEN_TLS="${PLAZA_LISTEN_TLS:-443 [::]:443}"
export PLAZA_SERVER_NAME="${PLAZA_SERVER_NAME:-_}"
# With a certificate, plain HTTP only redirects to TLS and answers certbot from PLAZA_ACME_ROOT.
export PLAZA_TLS_CERTIFICATE="${PLAZA_TLS_CERTIFICATE:-}"
export PLAZA_TLS_KEY="${PLAZA_TLS_KEY:-}"
export PLAZA_ACME_ROOT="${PLAZA_ACME_ROOT:-/var/www/certbot}"
# The addresses of the API: hosts with ports.
export PLAZA_UPSTREAM="${PLAZA_UPSTREAM:-127.0.0.1:3333}"
# The name server for those hosts, if they change while Nginx runs (from Nginx 1.27.3; an older one looks
# them up only when it starts or reloads).
export PLAZA_RESOLVER="${PLAZA_RESOLVER:-}"
# The proxies whose X-Forwarded-For Nginx trusts: addresses, networks, loopback, linklocal or
# uniquelocal, separated by commas.
export PLAZA_TRUSTED_PROXIES="${PLAZA_TRUSTED_PROXIES:-}"
# The public address. Problem documents of Nginx use its path.
export APP_URL="${APP_URL:-}"
# The largest body, in the format of the API.
export BODY_LIMIT="${BODY_LIMIT:-512kb}"
# The limits of one address: connections at a time, reads, writes, and sign-ups with logins and refreshes.
export PLAZA_CONNECTIONS="${PLAZA_CONNECTIONS:-50}"
export PLAZA_READ_RATE="${PLAZA_READ_RATE:-50r/s}"
export PLAZA_WRITE_RATE="${PLAZA_WRITE_RATE:-10r/s}"
export PLAZA_LOGIN_RATE="${PLAZA_LOGIN_RATE:-30r/m}"
# The timeouts for clients that send or read nothing, and for the API.
export PLAZA_CLIENT_TIMEOUT="${PLAZA_CLIENT_TIMEOUT:-10s}"
export PLAZA_UPSTREAM_TIMEOUT="${PLAZA_UPSTREAM_TIMEOUT:-15s}"
export PLAZA_ACCESS_LOG="${PLAZA_ACCESS_LOG:-/var/log/nginx/plaza.log}"
export PLAZA_STATIC="${PLAZA_STATIC:-$here/static}"
# The folder with links to public files: `public` in MEDIA_DIR. Nginx needs no right to list it.
export PLAZA_MEDIA="${PLAZA_MEDIA:-/var/lib/plaza/media/public}"

refuse() {
  echo "error: $1" >&2
  exit 2
}

# Refuses a value that could end its directive. `nginx -t` checks the rest.
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

# Whether this machine's Nginx has at least a version. has_nginx 1 27 3
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

# Replaces the names in braces.
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

# Splits lists into words, without wildcards.
set -f
# shellcheck disable=SC2046,SC2086
{
  PLAZA_LISTENS=$(directives listen '' $PLAZA_LISTEN)
  PLAZA_LISTENS_TLS=$(directives listen "$tls" $PLAZA_LISTEN_TLS && echo "$http2")
  PLAZA_PROXIES=$(directives set_real_ip_from '' $(trusted))
  PLAZA_SERVERS=$(
    directives server "$resolve max_fails=3 fail_timeout=2s" $PLAZA_UPSTREAM
    # A killed worker leaves kept connections behind. Nginx finds each of them only by trying it.
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
