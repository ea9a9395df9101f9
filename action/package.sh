#!/usr/bin/env bash
# Packs the program in FOLDER for a release, with its completions and man pages: aiolint-VERSION-TARGET.tar.gz
# usage: package.sh FOLDER TARGET
set -euo pipefail

program="$1/aiolint"
version="$("$program" --version)"
name="aiolint-v${version#aiolint }-$2"
mkdir -p "$name/completions"
if [ -f "$program.exe" ]; then
  program="$program.exe"
fi
cp "$program" README.md LICENSE-MIT LICENSE-APACHE THIRD-PARTY-LICENSES.txt "$name"
for shell in bash elvish fish powershell zsh; do
  "$program" completions "$shell" > "$name/completions/aiolint.$shell"
done
"$program" man "$name/man/man1"
tar -czf "$name.tar.gz" "$name"
