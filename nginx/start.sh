#!/bin/sh
# Starts Nginx in a container that can only write to /tmp.
set -eu

cd "$(dirname "$0")"
mkdir -p /tmp/nginx
cp nginx.conf /tmp/nginx
./render.sh /tmp/nginx
exec nginx -e stderr -c /tmp/nginx/nginx.conf -g 'daemon off;'
