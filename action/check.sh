#!/usr/bin/env bash
# Checks the paths, and keeps the exit code for the last step, so that the findings are uploaded in any case.
# INPUT_PATHS and INPUT_ARGUMENTS are lists, an entry in each line.
set -euo pipefail

sarif="$RUNNER_TEMP/aiolint.sarif"
annotations="$RUNNER_TEMP/aiolint.annotations"
rm -f "$sarif" "$annotations"
arguments=(check --output "sarif=$sarif" --output "github=$annotations")
if [ "$INPUT_SUMMARY" = true ]; then
  arguments+=(--output "markdown=$RUNNER_TEMP/aiolint.md")
fi

# Adds the lines of a text to the arguments, without blanks around them.
add() {
  local line
  while read -r line || [ -n "$line" ]; do
    line="${line%$'\r'}"
    if [ -n "$line" ]; then
      arguments+=("$line")
    fi
  done <<< "$1"
}

add "$INPUT_ARGUMENTS"
arguments+=(--)
add "$INPUT_PATHS"

# Lines of the checked files are shown here: none of them may be a command to the runner.
pause="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
echo "::stop-commands::$pause"
code=0
aiolint "${arguments[@]}" || code=$?
echo "::$pause::"

if [ "$INPUT_ANNOTATIONS" = true ] && [ -f "$annotations" ]; then
  cat "$annotations"
fi
if [ "$INPUT_SUMMARY" = true ] && [ -f "$RUNNER_TEMP/aiolint.md" ]; then
  cat "$RUNNER_TEMP/aiolint.md" >> "$GITHUB_STEP_SUMMARY"
fi
if [ -s "$sarif" ]; then
  echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
fi
echo "exit-code=$code" >> "$GITHUB_OUTPUT"
