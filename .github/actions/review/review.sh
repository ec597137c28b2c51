#!/usr/bin/env bash
# Review a pull request: remarks on its lines, a summary, a comment and a file for code scanning.
#
# From the environment: BASE (a branch), REGISTRY (a folder), and what GitHub sets: RUNNER_TEMP, GITHUB_OUTPUT,
# GITHUB_STEP_SUMMARY. Nothing that a pull request holds is run: waybill reads it, and its names are data here.
set -euo pipefail

registry=${REGISTRY:-.}
base=${BASE:-main}
out=$(mktemp -d "${RUNNER_TEMP:-/tmp}/waybill.XXXXXX")

# The branch may not be there in a shallow clone; where it cannot be fetched, the review says what it could not see.
git -C "$registry" fetch --quiet --no-tags origin "+refs/heads/$base:refs/remotes/origin/$base" 2>/dev/null || true

# What goes wrong is in the comment: standard error may hold any name, and the runner takes lines for commands.
status=0
waybill -C "$registry" review --base "origin/$base" --format github \
    --write "markdown=$out/comment.md" --write "sarif=$out/review.sarif" 2>"$out/problems.txt" || status=$?

if [ ! -f "$out/comment.md" ]; then
    echo "waybill ended with status $status; see the summary of this run" >&2
    { echo '<!-- waybill review -->'; echo '## Not yet: there is no review'; echo
      sed 's/^/    /' "$out/problems.txt" | head -c 20000; } >"$out/comment.md"
fi
cat -- "$out/comment.md" >>"$GITHUB_STEP_SUMMARY"
{
    printf 'comment=%s\n' "$out/comment.md"
    if [ -f "$out/review.sarif" ]; then printf 'sarif=%s\n' "$out/review.sarif"; fi
    if [ "$status" -eq 0 ]; then printf 'ready=true\n'; else printf 'ready=false\n'; fi
} >>"$GITHUB_OUTPUT"
