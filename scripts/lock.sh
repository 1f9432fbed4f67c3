#!/bin/sh
# Resolve requirements/*.in into hash-pinned locks that hold for every platform and name no registry.
#   scripts/lock.sh            keep the versions already locked where they still fit
#   scripts/lock.sh --upgrade  take the newest that fit
set -eu
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
[ -x "$uv" ] || .venv/bin/python -m pip install --quiet uv

compile() {
    name=$1
    shift
    echo "locking $name" >&2
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        "$@" --output-file "requirements/$name.lock" "requirements/$name.in" >/dev/null
    if grep -n '://' "requirements/$name.lock"; then
        echo "requirements/$name.lock names an address; a lock must install from whatever registry is at hand" >&2
        exit 1
    fi
}

compile core "$@"
for name in media s3 spark dev; do
    compile "$name" --constraint requirements/core.lock "$@"
done
