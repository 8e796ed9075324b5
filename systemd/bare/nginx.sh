#!/usr/bin/env bash
# Puts Plaza into the Nginx of this machine, by what /etc/plaza/nginx.env sets (nginx/render.sh tells what
# can be set). To be run again after a change there.
set -euo pipefail

settings=/etc/plaza
# What the API takes, Nginx must let through.
BODY_LIMIT=$(sed -n 's/^BODY_LIMIT=//p' "$settings/plaza.env")
export BODY_LIMIT PLAZA_STATIC=/opt/plaza/current/nginx/static
set -a
# shellcheck source=/dev/null
if [[ -f $settings/nginx.env ]]; then . "$settings/nginx.env"; fi
set +a

/opt/plaza/current/nginx/render.sh /etc/nginx
ln -sfn /etc/nginx/plaza/site.conf /etc/nginx/sites-enabled/plaza
# The page of Debian would answer in its place.
rm -f /etc/nginx/sites-enabled/default
if ! nginx -t -q; then
  rm /etc/nginx/sites-enabled/plaza
  echo 'error: Nginx does not take the site of Plaza, so it goes on without' >&2
  exit 1
fi
systemctl enable --quiet nginx.service
systemctl reload-or-restart nginx.service
