#!/bin/sh
# Make the virtual environment with the first Python of 3.11 or newer that can.
set -eu
for python in python3.11 python3.12 python3.13 python3; do
    command -v "$python" >/dev/null 2>&1 || continue
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || continue
    echo "Making $1 with $($python --version) ..."
    "$python" -m venv "$1" && exit 0
    # Debian keeps venv's pip in a package of its own.
    rm -rf "$1"
    root=; [ "$(id -u)" = 0 ] || root=sudo
    $root apt-get update -q && $root apt-get install -y -q python3-venv && "$python" -m venv "$1" && exit 0
done
echo "Python 3.11 or newer is needed (python3 --version)." >&2
exit 1
