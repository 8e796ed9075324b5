#!/usr/bin/env bash
# Certbot's deploy hook: copies a certificate for the Nginx of docker compose, and reloads Nginx.
#
#   certbot certonly --webroot -w /var/www/certbot -d NAME --deploy-hook /path/to/docker/renewed.sh
#
# Only root can read certbot's files. The container's user (101) gets a copy in the directory that .env
# names: PLAZA_TLS_DIRECTORY.
set -euo pipefail
cd "$(dirname "$0")/.."
. docker/env_file.sh

: "${RENEWED_LINEAGE:?is set by certbot: the directory of the new certificate}"
from_env() { if [[ -e .env ]]; then setting_in .env "$1"; fi; }
target=${PLAZA_TLS_DIRECTORY:-$(from_env PLAZA_TLS_DIRECTORY)}
target=${target:-/etc/plaza/tls}

# place FILE OF CERTBOT, WHERE NGINX LOOKS
place() {
  install -m 0640 -g 101 "$RENEWED_LINEAGE/$1" "$2.new"
  mv --no-target-directory "$2.new" "$2"
}

install -d -m 0750 -g 101 "$target"
certificate=$(from_env PLAZA_TLS_CERTIFICATE)
key=$(from_env PLAZA_TLS_KEY)
place fullchain.pem "${certificate:-$target/fullchain.pem}"
place privkey.pem "${key:-$target/privkey.pem}"
docker compose kill --signal HUP nginx
