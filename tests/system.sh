#!/bin/sh
# Install what the tests need from Debian's packages, where it is missing:
# a real browser, a real PostgreSQL and a Chinese font for the pictures.
set -eu
missing=
[ -x /usr/bin/chromium ] || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
[ -n "$missing" ] || exit 0
echo "Installing$missing ..."
root=; [ "$(id -u)" = 0 ] || root=sudo
$root apt-get update -q
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -q --no-install-recommends $missing
