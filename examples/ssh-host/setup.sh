#!/bin/sh
# Makes this machine an SSH host of the running demo, beside whatever sshd it has: an sshd of its own on 127.0.0.1:2222,
# with everything below /opt/keyward-demo. As root:
#   DEMO_PASSWORD=… sh examples/ssh-host/setup.sh [URL]
#   sh examples/ssh-host/setup.sh --remove
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=${DEMO_SSH_ROOT:-/opt/keyward-demo}
user=keyward-demo
# The demo's users, who get an account here.
accounts='ada grace linus'
port=${SSH_PORT:-2222}
url=${1:-http://localhost:3000}

remove() {
  [ ! -e "$root/sshd.pid" ] || kill "$(cat "$root/sshd.pid")"
  [ ! -e "$root/made" ] || while read -r name; do userdel "$name"; done <"$root/made"
  rm -rf "$root"
}

if [ "$url" = --remove ]; then
  remove
  exit 0
fi
[ -n "${DEMO_PASSWORD:-}" ] || {
  echo 'DEMO_PASSWORD is what the demo printed' >&2
  exit 1
}
remove
install -d -m 0755 -o root -g root "$root" /run/sshd

# What is made is written down first, to be removed again.
make() {
  id "$1" >/dev/null 2>&1 && return
  printf '%s\n' "$1" >>"$root/made"
  useradd --no-create-home --home-dir / --shell /bin/sh "$1"
  usermod -p '*' "$1"
}
for name in $user $accounts; do make "$name"; done

# Ada, the administrator, registers the host and gets its credential.
json='Content-Type: application/json'
cookies=$(mktemp)
trap 'rm -f "$cookies"' EXIT
printf '{"username":"ada","password":"%s"}' "$DEMO_PASSWORD" |
  curl -sSf -o /dev/null -c "$cookies" -H "$json" -d @- "$url/auth/session"
credential=$(printf '{"name":"%s, %s"}' "$(uname -n)" "$(date)" |
  curl -sSf -b "$cookies" -H "$json" -d @- "$url/auth/admin/hosts" |
  sed -n 's/.*"credential":"\([^"]*\)".*/\1/p')
printf '%s\n' "$credential" |
  sh "$here/../../adapters/sshd/install.sh" --url "$url/auth" --user "$user" --root "$root" >/dev/null

ssh-keygen -q -t ed25519 -N '' -f "$root/host_key"
cat >"$root/sshd_config" <<CONFIG
Include $root/etc/keyward-ssh/sshd.conf
ListenAddress 127.0.0.1:$port
HostKey $root/host_key
PidFile $root/sshd.pid
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
CONFIG
sed -i "s|^SSHD_CONFIG=.*|SSHD_CONFIG=$root/sshd_config|" "$root/etc/keyward-ssh/config"
"$root/usr/local/libexec/keyward-authorized-keys" --check
/usr/sbin/sshd -f "$root/sshd_config"
echo "sshd is ready on 127.0.0.1:$port"
