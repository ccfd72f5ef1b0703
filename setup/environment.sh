#!/usr/bin/env bash
# Makes .venv from requirements.lock and puts this checkout into it, with .venv/bin/sohoa and .venv/bin/sohoa-archive.
# A stamp of everything the environment is made from lets a second run end at once.
# PYTHON names the interpreter (default python3). `environment.sh uv` only prints the path of a usable uv, installing one if needed.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
stamp_file=.venv/.made-from
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" UV_PYTHON_DOWNLOADS=never

need_python() {
  if ! command -v "$python" >/dev/null; then
    echo "Python 3.11 or newer is needed and '$python' was not found. On Debian: apt-get install python3 python3-venv" >&2
    exit 1
  fi
  if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed; '$python' is $("$python" -V). Name another: make setup PYTHON=python3.12" >&2
    exit 1
  fi
}

# A uv of the machine will do when it is not older than the one pinned; Debian's pip refuses outside an environment, so ours has its own.
find_uv() {
  local pinned found
  pinned=$(sed -n 's/^uv==\([0-9.]*\).*/\1/p' setup/uv.txt)
  if command -v uv >/dev/null; then
    found=$(uv --version | awk '{print $2}')
    if [ "$(printf '%s\n' "$pinned" "$found" | sort -V | head -n 1)" = "$pinned" ]; then command -v uv; return; fi
  fi
  if [ "$(build/uv/bin/uv --version 2>/dev/null | awk '{print $2}')" != "$pinned" ]; then
    rm -rf build/uv
    "$python" -m venv build/uv >&2
    build/uv/bin/python -m pip --disable-pip-version-check -q install --require-hashes -r setup/uv.txt >&2
  fi
  echo build/uv/bin/uv
}

make_stamp() {
  { "$python" -c 'import sys; print(sys.version, sys.prefix)'; pwd; cat requirements.lock pyproject.toml setup/build.txt setup/environment.sh; } \
    | sha256sum | cut -d ' ' -f 1
}

need_python
if [ "${1:-}" = uv ]; then find_uv; exit; fi
stamp=$(make_stamp)
if [ "$(cat "$stamp_file" 2>/dev/null)" = "$stamp" ] && [ -x .venv/bin/python ]; then exit 0; fi

# Two runs at once would spoil one another's environment.
mkdir -p build
exec 9> build/setup.lock
if command -v flock >/dev/null; then flock 9; fi
uv=$(find_uv)
rm -f "$stamp_file"
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  "$uv" venv -q --clear --python "$(command -v "$python")" .venv
fi
echo "Making .venv from requirements.lock"
"$uv" pip sync -q --python .venv/bin/python --require-hashes --build-constraints setup/build.txt requirements.lock
"$uv" pip install -q --python .venv/bin/python --offline --no-deps --no-build-isolation --editable .
echo "$stamp" > "$stamp_file"
