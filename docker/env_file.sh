# shellcheck shell=bash
# Files of settings, for scripts to source: lines of NAME=value, which are read and never run. The path
# of each begins with its folder.

# Prints the value of a setting without the quotes around it; nothing where the file does not set it.
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

# Exports each setting of a file, whose names match a pattern. A line of any other kind is refused.
# export_settings FILE PATTERN
export_settings() {
  local line name value
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line =~ ^[[:space:]]*(#.*)?$ ]]; then continue; fi
    name=''
    if [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?([A-Z_]+)=(.*)$ ]]; then
      # Another match comes before they are used.
      name=${BASH_REMATCH[2]} value=${BASH_REMATCH[3]}
    fi
    if [[ ! $name =~ ^($2)$ ]]; then
      echo "error: $1 has a line that sets nothing known here, so none is heeded: ${line@Q}" >&2
      return 2
    fi
    export "$name=$(unquoted "$value")"
  done < "$1"
}

# What stands between quotes, or else before a comment.
unquoted() {
  if [[ $1 =~ ^\"(.*)\"[[:space:]]*$ || $1 =~ ^\'(.*)\'[[:space:]]*$ ]]; then
    printf '%s' "${BASH_REMATCH[1]}"
  else
    printf '%s' "$1" | sed 's/[[:space:]]\{1,\}#.*$//; s/[[:space:]]*$//'
  fi
}

# Refuses a path that another user could have put there: a link, or something that others own or write.
# require_own PATH...
require_own() {
  local path owner mode
  for path; do
    read -r owner mode < <(stat --format='%u %a' "$path")
    if [[ -L $path || $owner != "$EUID" ]] || ((8#$mode & 8#022)); then
      echo "error: $path can be changed by others than $(id -un), who works by it: give it a folder and an owner that can be trusted" >&2
      return 6
    fi
  done
}

# Adds lines of standard input to a file, but none whose setting is there already, and prints the names of
# what was added. The file is replaced as a whole: a link is, too, and never followed.
# add_missing FILE HEADING
add_missing() {
  local file=$1 heading=$2 line name draft text='' names=()
  while IFS= read -r line; do
    name=${line%%=*}
    if [[ $line =~ ^[A-Z_0-9]+= ]]; then
      if sets "$file" "$name"; then continue; fi
      names+=("$name")
    # Comments belong to a file that is new.
    elif [[ -e $file ]]; then
      continue
    fi
    text+=$line$'\n'
  done
  if ((${#names[@]} == 0)); then return; fi
  draft=$(mktemp "$file.XXXXXX")
  # Its owner, group and mode are kept, where there is one.
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

# So many random bytes, as text for an address too.
secret() { head -c "$1" /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

# A key of JWT_KEYS: its id and its secret.
signing_key() { printf '%s:%s' "$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n')" "$(secret 48)"; }
