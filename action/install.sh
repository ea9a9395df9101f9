#!/usr/bin/env bash
# Puts aiolint on the path: the program of the release if it is a release that is used, by its tag or the tag's commit;
# built from this source otherwise.
set -euo pipefail

version="$(sed -n 's/^version = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml")"
tag="v$version"
repository="$GITHUB_SERVER_URL/$ACTION_REPOSITORY"
folder="$RUNNER_TEMP/aiolint"

# Whether what is used is the release of this version.
is_release() {
  if [ -z "$ACTION_REPOSITORY" ] || [ -z "$ACTION_REF" ]; then
    return 1 # `uses: ./`
  fi
  if [ "$ACTION_REF" = "$tag" ]; then
    return 0
  fi
  git ls-remote --tags "$repository" "$tag" "$tag^{}" | cut -f 1 | grep -qxF "$ACTION_REF"
}

# The target that releases have for this machine; nothing if there is none.
target() {
  case "$RUNNER_OS-$RUNNER_ARCH" in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
  esac
}

download() {
  curl --fail --silent --show-error --location --retry 3 --output "$1" "$repository/releases/download/$tag/$1"
}

# Compares with the sums of standard input.
verify() {
  if command -v sha256sum > /dev/null; then
    sha256sum --check -
  else
    shasum -a 256 --check -
  fi
}

mkdir -p "$folder/bin"
target="$(target)"
archive="aiolint-$tag-$target.tar.gz"
if [ -n "$target" ] && is_release && (cd "$folder" && download SHA256SUMS && download "$archive"); then
  # A release that is not what it says is an error, and no reason to build.
  (cd "$folder" && grep -F "  $archive" SHA256SUMS | verify)
  tar -xzf "$folder/$archive" -C "$folder/bin" --strip-components 1
else
  echo "No release of aiolint is used; building it from source."
  cargo install --quiet --locked --path "$GITHUB_ACTION_PATH/crates/aiolint" --root "$folder"
fi
echo "$folder/bin" >> "$GITHUB_PATH"
"$folder/bin/aiolint" --version
