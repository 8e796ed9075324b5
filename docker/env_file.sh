# shellcheck shell=bash
# Functions for settings files, for scripts to source. A file has lines of NAME=value, which are parsed
# and never run. A path begins with its folder.

# Prints the value of a setting without its quotes, or nothing if the file does not set it.
# setting_in FILE NAME
setting_in() {
  local line value=''
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?$2[[:space:]]*=[[:space:]]*(.*)$ ]]; then
      value=$(unquoted "${BASH_REMATCH[2]}")
    fi
  done < "$1"
  printf '%s' "$value"
}

# Whether a file sets something. sets FILE NAME
sets() {
  [[ -e $1 ]] && grep --quiet --extended-regexp "^[[:space:]]*(export[[:space:]]+)?$2[[:space:]]*=" "$1"
}

# Exports the settings of a file. Their names must match a pattern. Refuses all other lines.
# export_settings FILE PATTERN
export_settings() {
  local line name value
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line =~ ^[[:space:]]*(#.*)?$ ]]; then continue; fi
    name=''
    if [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?([A-Z_]+)=(.*)$ ]]; then
      # The next match overwrites BASH_REMATCH.
      name=${BASH_REMATCH[2]} value=${BASH_REMATCH[3]}
    fi
    if [[ ! $name =~ ^($2)$ ]]; then
      echo "error: $1 has a line that is not a known setting, so nothing was read: ${line@Q}" >&2
      return 2
    fi
    export "$name=$(unquoted "$value")"
  done < "$1"
}

# The text between quotes, or else before a comment.
unquoted() {
  if [[ $1 =~ ^\"(.*)\"[[:space:]]*$ || $1 =~ ^\'(.*)\'[[:space:]]*$ ]]; then
    printf '%s' "${BASH_REMATCH[1]}"
  else
    printf '%s' "$1" | sed 's/[[:space:]]\{1,\}#.*$//; s/[[:space:]]*$//'
  fi
}

# Refuses a path that another user may control: a link, or a file that others own or can write to.
# require_own PATH...
require_own() {
  local path owner mode
  for path; do
    read -r owner mode < <(stat --format='%u %a' "$path")
    if [[ -L $path || $owner != "$EUID" ]] || ((8#$mode & 8#022)); then
      echo "error: $path can be changed by others than $(id -un). Only $(id -un) may own and change it and its folder" >&2
      return 6
    fi
  done
}

# Adds lines of standard input to a file, except for settings that it has, and prints the added names.
# It replaces the file as a whole. It also replaces a link, and never follows one.
# add_missing FILE HEADING
add_missing() {
  local file=$1 heading=$2 line name draft text='' names=()
  while IFS= read -r line; do
    name=${line%%=*}
    if [[ $line =~ ^[A-Z_0-9]+= ]]; then
      if sets "$file" "$name"; then continue; fi
      names+=("$name")
    # Only a new file gets comments.
    elif [[ -e $file ]]; then
      continue
    fi
    text+=$line$'\n'
  done
  if ((${#names[@]} == 0)); then return; fi
  draft=$(mktemp "$file.XXXXXX")
  # An existing file keeps its owner, group and mode.
  if [[ -e $file ]]; then cp --preserve=mode,ownership "$file" "$draft"; fi
  if [[ -s $draft && $(tail -c 1 "$draft") ]]; then echo >> "$draft"; fi
  printf '# %s\n%s' "$heading" "$text" >> "$draft"
  mv --no-target-directory "$draft" "$file"
  printf '%s\n' "${names[@]}"
}

# The profile that fits the memory of this machine.
profile_here() {
  local memory
  memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
  if ((memory < 1500)); then
    echo 1g
  elif ((memory < 3000)); then
    echo 2g
  elif ((memory < 6500)); then
    echo 4g
  else
    echo 8g
  fi
}

# Random bytes as text that is safe in a URL.
secret() { head -c "$1" /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

# A key of JWT_KEYS: its id and its secret.
signing_key() { printf '%s:%s' "$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n')" "$(secret 48)"; }
