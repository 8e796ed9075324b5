#!/usr/bin/env bash
# Puts Plaza into the Nginx of this machine, by what nginx.env sets (nginx/render.sh tells what can be
# set). To be run again after a change there.
#
#   systemd/bare/nginx.sh [FOLDER OF THE SETTINGS] [FOLDER OF nginx.conf]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/docker/env_file.sh"

settings=${1:-/etc/plaza}
nginx=${2:-/etc/nginx}
# An older version left the settings to the service's user: they become root's, but for links.
if [[ $EUID == 0 && $(stat --format=%U "$settings") == plaza ]]; then
  install -d -o root -g plaza -m 750 "$settings"
  find "$settings" -maxdepth 1 -name '*.env' -type f -links 1 \
    -exec chown root:plaza {} + -exec chmod 640 {} +
fi
require_own "$settings" "$settings/plaza.env" || {
  echo 'sudo plaza service install puts that right' >&2
  exit 6
}
# What the API takes, Nginx must let through.
BODY_LIMIT=$(setting_in "$settings/plaza.env" BODY_LIMIT)
export BODY_LIMIT PLAZA_STATIC=/opt/plaza/current/nginx/static
if [[ -e $settings/nginx.env || -L $settings/nginx.env ]]; then
  require_own "$settings/nginx.env"
  export_settings "$settings/nginx.env" 'PLAZA_[A-Z_]+|BODY_LIMIT'
fi

"$root/nginx/render.sh" "$nginx"
ln -sfn "$nginx/plaza/site.conf" "$nginx/sites-enabled/plaza"
# The page of Debian would answer in its place.
rm -f "$nginx/sites-enabled/default"
if ! nginx -t -q; then
  rm "$nginx/sites-enabled/plaza"
  echo 'error: Nginx does not take the site of Plaza, so it goes on without' >&2
  exit 1
fi
systemctl enable --quiet nginx.service
systemctl reload-or-restart nginx.service
