#!/usr/bin/env bash
# lock.sh           writes requirements.lock again from pyproject.toml, keeping the versions that still fit (--upgrade takes the newest)
# lock.sh --check   says whether the lock fits pyproject.toml and resolves for Windows (win_amd64) and Linux, every package as a wheel
#                   but python-sane. It asks the package registry; a passed check is remembered in build/ until a file changes.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" UV_PYTHON_DOWNLOADS=never
unset UV_FIND_LINKS PIP_FIND_LINKS || true

write_lock() {
  "$uv" pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
    --extra dev --extra tesserocr --extra bench "${@:2}" -o "$1" pyproject.toml >/dev/null
}

resolve_for() {
  "$uv" pip install -q --dry-run --require-hashes --python-platform "$1" --python-version 3.11 \
    --only-binary :all: "${@:2}" --target build/check-lock/empty -r requirements.lock
}

if [ "${1:-}" != --check ]; then
  uv=$(setup/environment.sh uv)
  write_lock requirements.lock "$@"
  exit
fi

stamp=$(cat requirements.lock pyproject.toml setup/lock.sh | sha256sum | cut -d ' ' -f 1)
if [ "$(cat build/check-lock/passed 2>/dev/null)" = "$stamp" ]; then exit 0; fi
uv=$(setup/environment.sh uv)
rm -rf build/check-lock && mkdir -p build/check-lock
cp requirements.lock build/check-lock/again.lock
write_lock build/check-lock/again.lock
# The annotations name the output file's neighbours, never its own name, so the two may be compared whole.
if ! diff -u requirements.lock build/check-lock/again.lock; then
  echo "requirements.lock does not fit pyproject.toml: run 'make lock'." >&2
  exit 1
fi
resolve_for x86_64-pc-windows-msvc
resolve_for x86_64-manylinux_2_34 --no-binary python-sane
echo "$stamp" > build/check-lock/passed
echo "requirements.lock fits pyproject.toml and resolves for win_amd64 and manylinux x86_64"
