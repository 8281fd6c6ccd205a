#!/bin/sh
# Remake the locks from pyproject.toml: hashes for every file, no registry host in any.
set -eu
cd "$(dirname "$0")/.."
uv="${UV:-.tools/uv/bin/uv}"
lock() { "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"; }
lock pyproject.toml --output-file requirements/run.txt
lock pyproject.toml --group dev --constraints requirements/run.txt --output-file requirements/dev.txt
lock --group fuzz --output-file requirements/fuzz.txt
echo uv | lock - --output-file requirements/uv.txt
