#!/bin/sh
# Starts Nginx in a container that can write nowhere but in /tmp.
set -eu

mkdir -p /tmp/conf.d
variables=$(env | sed -n 's/^\(PLAZA_[A-Z_]*\)=.*/${\1}/p' | tr '\n' ' ')
for template in /etc/nginx/templates/*.template; do
  envsubst "$variables" < "$template" > "/tmp/conf.d/$(basename "$template" .template)"
done
exec nginx -e stderr -g 'daemon off;'
