#!/bin/sh
# Adds a public key to a user of the running demo, as a form in the app would:
#   DEMO_PASSWORD=… sh examples/ssh-host/add-key.sh USER KEY.pub [URL]
set -eu

name=$1
key=$(cat "$2")
url=${3:-http://localhost:3000}
case $key in
  *[\"\\]*)
    echo 'the key has a comment that JSON would need to quote' >&2
    exit 1
    ;;
esac

json='Content-Type: application/json'
cookies=$(mktemp)
trap 'rm -f "$cookies"' EXIT
printf '{"username":"%s","password":"%s"}' "$name" "$DEMO_PASSWORD" |
  curl -sSf -o /dev/null -c "$cookies" -H "$json" -d @- "$url/auth/session"
printf '{"name":"%s","publicKey":"%s"}' "${2##*/}" "$key" |
  curl -sS -b "$cookies" -H "$json" -d @- "$url/auth/ssh-keys"
echo
