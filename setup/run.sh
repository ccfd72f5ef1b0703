#!/usr/bin/env bash
# run.sh SAMPLES: the main job on the sample dossiers, the embedded archive behind it.
# With a display the window opens with the dossiers in the clerk's list; without one the same job prints its table
# and the real screens are left as pictures in build/screens. A second run adds nothing: the data stay in build/run-data.
set -euo pipefail
cd "$(dirname "$0")/.."
samples=$1
data=build/run-data
mkdir -p build

.venv/bin/sohoa digitise "$samples" --data-dir "$data"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec .venv/bin/sohoa --data-dir "$data"
fi
mkdir -p build/screens
QT_QPA_PLATFORM=offscreen .venv/bin/python -m desktop.screens build/screens --data-dir "$data"
echo "No display here: pictures of the screens are in build/screens."
