#!/usr/bin/env bash
# Writes .env for docker compose: fresh secrets, the profile for this machine's memory, and a unique
# name for the stack.
#
#   docker/init.sh [1g|2g|4g|8g]
#
# It keeps the settings in an existing .env (as after `npm run dev`), because the old secrets must still
# verify and decrypt.
set -euo pipefail
cd "$(dirname "$0")/.."
. docker/env_file.sh

profile=${1:-$(profile_here)}
if [[ ! -f docker/profiles/$profile.env ]]; then
  echo "error: there is no profile $profile. Choose 1g, 2g, 4g or 8g" >&2
  exit 2
fi

# Only the name distinguishes two stacks: two with one name would share containers and volumes. If
# Docker can't be asked, the stack gets a name from its folder.
stack_name() {
  local own mine others
  # An older stack has no name in .env, and must find its volumes again.
  if sets .env PLAZA_DB_PASSWORD; then
    echo plaza
    return
  fi
  own=plaza-$(pwd -P | sha256sum | cut -c 1-8)
  mine=$(docker ps --all --quiet --filter label=com.docker.compose.project=plaza \
    --filter "label=com.docker.compose.project.working_dir=$(pwd -P)" 2> /dev/null) || {
    echo "$own"
    return
  }
  others=$(
    docker ps --all --quiet --filter label=com.docker.compose.project=plaza
    docker volume ls --quiet --filter label=com.docker.compose.project=plaza
  )
  if [[ -n $mine || -z $others ]]; then echo plaza; else echo "$own"; fi
}

umask 077
if [[ -e .env ]]; then existed=yes; else existed=''; fi
added=$(add_missing .env "Added by docker/init.sh for a machine of $profile; README.md explains each setting." << ENV
COMPOSE_PROJECT_NAME=$(stack_name)
APP_URL=http://localhost:8080
PLAZA_PORT=8080

APP_KEY=$(secret 32)
JWT_KEYS=$(signing_key)
METRICS_TOKEN=$(secret 24)
POSTGRES_PASSWORD=$(secret 24)
PLAZA_DB_PASSWORD=$(secret 24)
PLAZA_BACKUP_PASSWORD=$(secret 24)
REDIS_PASSWORD=$(secret 24)

$(cat "docker/profiles/$profile.env")
ENV
)
if [[ -z $added ]]; then
  echo '.env has every setting: nothing was changed'
elif [[ -z $existed ]]; then
  echo "Wrote .env with fresh secrets, for a machine of $profile. Next: docker compose up -d --build --wait"
else
  echo "Added to .env, for a machine of $profile: ${added//$'\n'/, }. Next: docker compose up -d --build --wait"
fi
