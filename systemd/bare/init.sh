#!/usr/bin/env bash
# Writes /etc/plaza/plaza.env: fresh secrets, the PostgreSQL and Redis of this machine, and what fits its
# memory; and /etc/plaza/node.env, for Node itself. Never overwrites: what the old secrets signed and
# locked must stay readable.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=/etc/plaza
if [[ -e $folder/plaza.env ]]; then
  echo "error: $folder/plaza.env is there already; move it away for fresh secrets, which end all sessions" >&2
  exit 4
fi

memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
if ((memory < 1500)); then
  profile=1g workers=1
elif ((memory < 3000)); then
  profile=2g workers=2
elif ((memory < 6500)); then
  profile=4g workers=4
else
  profile=8g workers=8
fi
cores=$(nproc)
((workers < cores)) || workers=$cores
setting() { sed -n "s/^$1=//p" "docker/profiles/$profile.env"; }
secret() { head -c "$1" /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

# A second cluster of PostgreSQL on one machine has another port.
port=$(runuser -u postgres -- psql -tAc 'show port' 2> /dev/null || echo 5432)
database="postgres:///plaza?host=/var/run/postgresql&port=$port&user=plaza"

umask 077
draft=$(mktemp "$folder/plaza.env.XXXXXX")
trap 'rm -f "$draft"' EXIT
cat > "$draft" << ENV
# Made by systemd/bare/init.sh for a machine of $profile; README.md explains each setting.
# systemctl reload plaza-api puts changes into effect; another port or number of workers takes a restart.
HOST=127.0.0.1
PORT=3333
APP_URL=http://$(uname -n)

APP_KEY=$(secret 32)
JWT_KEYS=$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n'):$(secret 48)
METRICS_TOKEN=$(secret 24)

# PostgreSQL knows who connects to its socket: no password is needed.
DATABASE_URL=$database
REDIS_URL=redis://127.0.0.1:6379/0
DB_POOL_MAX=$(setting DB_POOL_MAX)
WEB_CONCURRENCY=$workers
BACKUP_DIR=/var/lib/plaza/backups
ENV
cat > "$folder/node.env" << ENV
# What Node itself takes, read when the service starts. With fewer threads V8 comes too late for what it collects.
NODE_OPTIONS=--max-old-space-size=$(setting API_HEAP) --max-semi-space-size=8 --v8-pool-size=8
# glibc: one heap for all threads, and what is large gives its pages back at once.
MALLOC_ARENA_MAX=1
MALLOC_MMAP_THRESHOLD_=32768
MALLOC_TRIM_THRESHOLD_=1048576
ENV
chown plaza:plaza "$draft" "$folder/node.env"
chmod 644 "$folder/node.env"
mv -n "$draft" "$folder/plaza.env"
echo "Wrote $folder/plaza.env with fresh secrets, for a machine of $profile"
