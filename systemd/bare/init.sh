#!/usr/bin/env bash
# Writes the settings of an installation without Docker. Root owns them, and the service reads them:
# plaza.env (fresh secrets, this machine's PostgreSQL, Plaza's own Redis, and sizes for the
# memory), redis.env for that Redis, and node.env for Node.
#
#   systemd/bare/init.sh [FOLDER]
#
# It keeps existing settings, because the old secrets must still verify and decrypt.
set -euo pipefail
cd "$(dirname "$0")/../.."
. docker/env_file.sh

folder=${1:-/etc/plaza}
require_own "$folder"
for file in "$folder"/{plaza,node,redis}.env; do
  if [[ -e $file || -L $file ]]; then require_own "$file"; fi
done

profile=$(profile_here)
workers=1
case $profile in
  2g) workers=2 ;;
  4g) workers=4 ;;
  8g) workers=8 ;;
esac
cores=$(nproc)
((workers < cores)) || workers=$cores
setting() { setting_in "docker/profiles/$profile.env" "$1"; }

# A second PostgreSQL cluster on a machine has another port.
port=$(runuser -u postgres -- psql -tAc 'show port' 2> /dev/null || echo 5432)
database="postgres:///plaza?host=/var/run/postgresql&port=$port&user=plaza"

umask 077
heading="Added by systemd/bare/init.sh for a machine of $profile; README.md explains each setting."
redis=127.0.0.1:6390
password=$(secret 32)

# A new password of Redis needs its digest.
if ! sets "$folder/plaza.env" REDIS_URL; then
  rm -f "$folder/redis.env"
  add_missing "$folder/redis.env" "$heading" << ENV
# The settings of plaza-redis.service. The password itself is in REDIS_URL of plaza.env.
PLAZA_REDIS_BIND=${redis%:*}
PLAZA_REDIS_PORT=${redis#*:}
PLAZA_REDIS_MAXMEMORY=$(setting REDIS_MAXMEMORY)
PLAZA_REDIS_PASSWORD_SHA256=$(printf '%s' "$password" | sha256sum | cut -d ' ' -f 1)
ENV
fi
add_missing "$folder/plaza.env" "$heading" << ENV
# systemctl reload plaza-api applies changes. A new port or number of workers needs a restart.
HOST=127.0.0.1
PORT=3333
APP_URL=http://$(uname -n)

APP_KEY=$(secret 32)
JWT_KEYS=$(signing_key)
METRICS_TOKEN=$(secret 24)

# PostgreSQL identifies the user by the socket, without a password.
DATABASE_URL=$database
REDIS_URL=redis://plaza:$password@$redis/0
DB_POOL_MAX=$(setting DB_POOL_MAX)
WEB_CONCURRENCY=$workers
JOBS=$(setting JOBS)
BACKUP_DIR=/var/lib/plaza/backups
MEDIA_DIR=/var/lib/plaza/media
ENV
add_missing "$folder/node.env" "$heading" << ENV
# The options of Node, read when the service starts. With fewer threads, V8 collects garbage too late.
NODE_OPTIONS=--max-old-space-size=$(setting API_HEAP) --max-semi-space-size=$(setting API_SEMI_SPACE) --v8-pool-size=8
# glibc: one heap for all threads, and large blocks return their pages at once.
MALLOC_ARENA_MAX=1
MALLOC_MMAP_THRESHOLD_=32768
MALLOC_TRIM_THRESHOLD_=1048576
ENV

# The service can read them, and not change them.
for file in "$folder"/{plaza,node,redis}.env; do
  if [[ ! -e $file ]]; then continue; fi
  if getent group plaza > /dev/null; then chgrp plaza "$file"; fi
  chmod 640 "$file"
done
