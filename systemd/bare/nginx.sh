#!/usr/bin/env bash
# Adds Plaza to this machine's Nginx, with the settings of nginx.env (nginx/render.sh lists them). Run it
# again after a change.
#
#   systemd/bare/nginx.sh [FOLDER OF THE SETTINGS] [FOLDER OF nginx.conf]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/docker/env_file.sh"

settings=${1:-/etc/plaza}
nginx=${2:-/etc/nginx}
# In an older version the service's user owned the settings. Root takes them over, except for links.
if [[ $EUID == 0 && $(stat --format=%U "$settings") == plaza ]]; then
  install -d -o root -g plaza -m 750 "$settings"
  find "$settings" -maxdepth 1 -name '*.env' -type f -links 1 \
    -exec chown root:plaza {} + -exec chmod 640 {} +
fi
require_own "$settings" "$settings/plaza.env" || {
  echo 'To repair it, run: sudo plaza service install' >&2
  exit 6
}
# Nginx must pass on everything that the API accepts.
BODY_LIMIT=$(setting_in "$settings/plaza.env" BODY_LIMIT)
media=$(setting_in "$settings/plaza.env" MEDIA_DIR)
export BODY_LIMIT PLAZA_STATIC=/opt/plaza/current/nginx/static PLAZA_MEDIA="${media:-/var/lib/plaza/media}/public"
if [[ -e $settings/nginx.env || -L $settings/nginx.env ]]; then
  require_own "$settings/nginx.env"
  export_settings "$settings/nginx.env" 'PLAZA_[A-Z_]+|BODY_LIMIT'
fi

"$root/nginx/render.sh" "$nginx"
ln -sfn "$nginx/plaza/site.conf" "$nginx/sites-enabled/plaza"
# Otherwise Debian's welcome page would answer.
rm -f "$nginx/sites-enabled/default"
if ! nginx -t -q; then
  rm "$nginx/sites-enabled/plaza"
  echo 'error: Nginx refuses the site of Plaza, and runs without it' >&2
  exit 1
fi
systemctl enable --quiet nginx.service
systemctl reload-or-restart nginx.service
