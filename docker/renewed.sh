#!/usr/bin/env bash
# Gives a certificate to the Nginx of docker compose, and has it read: certbot's deploy hook.
#
#   certbot certonly --webroot -w /var/www/certbot -d NAME --deploy-hook /path/to/docker/renewed.sh
#
# Certbot's own files are for root alone; the container's user (101) gets a copy in
# PLAZA_TLS_DIRECTORY, or else in /etc/plaza/tls.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${PLAZA_TLS_DIRECTORY:-/etc/plaza/tls}
: "${RENEWED_LINEAGE:?is set by certbot: the directory of the new certificate}"

install -d -m 0750 -g 101 "$target"
for name in fullchain.pem privkey.pem; do
  install -m 0640 -g 101 "$RENEWED_LINEAGE/$name" "$target/$name.new"
  mv "$target/$name.new" "$target/$name"
done
docker compose kill --signal HUP nginx
