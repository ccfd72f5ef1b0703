#!/usr/bin/env bash
# Installs the Debian packages of setup/debian-packages.txt that are missing, when it may; else prints the command and exits 1.
# Quick and silent when nothing is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mapfile -t wanted < <(awk '!/^#/ && NF {print $1}' "$here/debian-packages.txt")

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  if command -v tesseract >/dev/null && command -v pdftoppm >/dev/null; then exit 0; fi
  echo "This is not a Debian system. Install what these Debian packages hold, then run 'make setup' again:" >&2
  awk '!/^#/ && NF' "$here/debian-packages.txt" >&2
  exit 1
fi

list_missing() {
  dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null \
    | awk '$1 == "installed" {print $2}' | sort -u \
    | comm -13 - <(printf '%s\n' "${wanted[@]}" | sort -u) || true
}

mapfile -t missing < <(list_missing)
[ "${#missing[@]}" -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ]; then as_root=(env)
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=(sudo -n env)
else
  echo "Debian packages are missing and this user may not install them. Run this, then 'make setup' again:" >&2
  echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q update >/dev/null
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}" >/dev/null
