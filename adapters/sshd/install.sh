#!/bin/sh
# Installs keyward's helper on a host, as root; the host's credential is read from standard input:
#   ./install.sh --url https://app.example.com/auth [--max-stale SECONDS] [--user NAME] [--root FOLDER]
# May be run again, for a new version or a new credential. sshd itself is left as it is.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
url='' max_stale=86400 user=keyward-ssh root=''

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

while [ "$#" -gt 0 ]; do
  [ "$#" -gt 1 ] || fail "$1 needs a value"
  case $1 in
    --url) url=${2%/} ;;
    --max-stale) max_stale=$2 ;;
    --user) user=$2 ;;
    --root) root=${2%/} ;;
    *) fail "$1 is not an option" ;;
  esac
  shift 2
done

# Each of them becomes a part of a file that root or sshd reads.
case $url in
  *[!A-Za-z0-9:/.@_~%[\]-]*) fail '--url has characters that do not belong there' ;;
  http://*@*) fail '--url must name no user' ;;
  https://?* | http://localhost[:/]* | http://127.0.0.1[:/]* | 'http://[::1]'[:/]*) ;;
  *) fail '--url must begin with https:// (http only on this machine)' ;;
esac
case $max_stale in '' | *[!0-9]*) fail '--max-stale must be a number of seconds' ;; esac
case $user in '' | [!a-z_]* | *[!a-z0-9_-]*) fail '--user must be a user name' ;; esac
case $root in *[!A-Za-z0-9/._-]*) fail '--root has characters that do not belong there' ;; esac

read -r credential || [ -n "$credential" ] || fail 'give the credential of the host on standard input'
case $credential in
  *[!a-zA-Z0-9_]* | '') fail 'the credential has characters that do not belong there' ;;
  *h_????????????????????????????????????) ;;
  *) fail 'this is not the credential of a host' ;;
esac

command -v curl >/dev/null || fail 'curl is not installed'
if ! id "$user" >/dev/null 2>&1; then
  if command -v useradd >/dev/null; then
    useradd --system --no-create-home --home-dir / --shell /usr/sbin/nologin "$user"
  else
    adduser -S -D -H -h / -s /sbin/nologin "$user"
  fi
fi
group=$(id -g "$user")
sshd=$(PATH=$PATH:/usr/sbin:/usr/local/sbin sshd -V 2>&1 </dev/null | sed -n 's/.*OpenSSH_\([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)

bin=$root/usr/local/libexec
etc=$root/etc/keyward-ssh
cache=$root/var/cache/keyward-ssh
install -d -m 0755 -o root -g root "$bin" "$etc"
install -d -m 0700 -o "$user" -g "$group" "$cache"

# Puts standard input where root alone can write: in one step, since sshd may be asking right now.
put() {
  mode=$1 owner=$2 file=$3
  (umask 077 && cat >"$file.new")
  chown "$owner" "$file.new"
  chmod "$mode" "$file.new"
  mv -f "$file.new" "$file"
}

sed "s|^config=.*|config=$etc|" "$here/keyward-authorized-keys" | put 0755 root:root "$bin/keyward-authorized-keys"
put 0755 root:root "$bin/keyward-ssh-check" <"$here/keyward-ssh-check"
sed -e "s|^URL=.*|URL=$url|" -e "s|^SSHD=.*|SSHD=$sshd|" -e "s|^MAX_STALE=.*|MAX_STALE=$max_stale|" \
  -e "s|^CACHE=.*|CACHE=$cache|" -e "s|^RUN_AS=.*|RUN_AS=$user|" "$here/config" | put 0644 root:root "$etc/config"
printf 'header = "Authorization: Bearer %s"\n' "$credential" | put 0640 "root:$group" "$etc/credential"
sed -e "s|/usr/local/libexec|$bin|" -e "s|^AuthorizedKeysCommandUser .*|AuthorizedKeysCommandUser $user|" \
  "$here/sshd.conf" | put 0644 root:root "$etc/sshd.conf"

cat <<NEXT
Installed. What is left, with a second session open as root in case something is wrong:
  cp $etc/sshd.conf /etc/ssh/sshd_config.d/50-keyward.conf
  sshd -t && $bin/keyward-authorized-keys --check
and then let sshd read its configuration again.
NEXT
