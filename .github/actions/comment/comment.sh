#!/usr/bin/env bash
# Write a comment on a pull request; one that is there already is written anew, so that there is ever only one.
#
# From the environment: COMMENT (a file), NUMBER (of the pull request), REPOSITORY (owner/name), GH_TOKEN.
set -euo pipefail

mark='<!-- waybill review -->'
case $NUMBER in '' | *[!0-9]*) echo "there is no pull request '$NUMBER'" >&2; exit 1 ;; esac
[ "$(head -n 1 -- "$COMMENT")" = "$mark" ] || { echo "$COMMENT is no review" >&2; exit 1; }

# Only our own comment is written over: one by a bot that begins with the mark.
existing=$(gh api --paginate "repos/$REPOSITORY/issues/$NUMBER/comments" \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$mark\"))) | .id" | head -n 1)
if [ -n "$existing" ]; then
    gh api --method PATCH "repos/$REPOSITORY/issues/comments/$existing" --field "body=@$COMMENT" --silent
else
    gh api --method POST "repos/$REPOSITORY/issues/$NUMBER/comments" --field "body=@$COMMENT" --silent
fi
