#!/usr/bin/env bash
# Writes .env for docker compose: fresh secrets, and the profile for this machine's memory.
#
#   docker/init.sh [1g|2g|4g|8g]
#
# Never overwrites: what the old secrets signed and locked must stay readable.
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ -e .env ]]; then
  echo 'error: .env is there already; move it away for fresh secrets, which end all sessions' >&2
  exit 4
fi

profile=${1:-}
if [[ -z $profile ]]; then
  memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
  if ((memory < 1500)); then
    profile=1g
  elif ((memory < 3000)); then
    profile=2g
  elif ((memory < 6500)); then
    profile=4g
  else
    profile=8g
  fi
fi
if [[ ! -f docker/profiles/$profile.env ]]; then
  echo "error: there is no profile $profile: take 1g, 2g, 4g or 8g" >&2
  exit 2
fi

secret() { head -c "$1" /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

umask 077
draft=$(mktemp .env.XXXXXX)
trap 'rm -f "$draft"' EXIT
cat > "$draft" << ENV
# Made by docker/init.sh for a machine of $profile; README.md explains each setting.
APP_URL=http://localhost:8080
PLAZA_PORT=8080

APP_KEY=$(secret 32)
JWT_KEYS=$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n'):$(secret 48)
METRICS_TOKEN=$(secret 24)
POSTGRES_PASSWORD=$(secret 24)
PLAZA_DB_PASSWORD=$(secret 24)
PLAZA_BACKUP_PASSWORD=$(secret 24)
REDIS_PASSWORD=$(secret 24)

$(cat "docker/profiles/$profile.env")
ENV
mv -n "$draft" .env
echo "Wrote .env with fresh secrets, for a machine of $profile. Next: docker compose up -d --build --wait"
