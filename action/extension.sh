#!/usr/bin/env bash
# Packages the extension for VS Code for a release: for each platform with the program in FOLDER's archives inside, which
# package.sh has made, and for all platforms without one.
# usage: extension.sh FOLDER
set -euo pipefail

# What VS Code calls the platforms of a target: a static program for Linux is one for Alpine too.
platforms() {
  case "$1" in
    *-x86_64-unknown-linux-musl) echo linux-x64 alpine-x64 ;;
    *-aarch64-unknown-linux-musl) echo linux-arm64 alpine-arm64 ;;
    *-x86_64-apple-darwin) echo darwin-x64 ;;
    *-aarch64-apple-darwin) echo darwin-arm64 ;;
    *-x86_64-pc-windows-msvc) echo win32-x64 ;;
    *)
      echo "extension.sh: $1 is for no platform of VS Code" >&2
      return 1
      ;;
  esac
}

for archive in "$1"/*.tar.gz; do
  name="$(basename "$archive" .tar.gz)"
  tar -xzf "$archive" -C "$1"
  program="$1/$name/aiolint"
  if [ -f "$program.exe" ]; then
    program="$program.exe"
  fi
  named="$(platforms "$name")"
  for platform in $named; do
    cargo xtask extension --target "$platform" --program "$program"
  done
done
cargo xtask extension
