/** The names that an account on a host may have. */
export const accountName = /^[a-z_][a-z0-9_-]{0,31}$/

/**
 * The accounts that systems come with, or that their packages make below uid 1000: none of them belongs to a person.
 * A name that ends in `*` stands for all names that begin so.
 */
export const systemAccounts: readonly string[] = Object.freeze([
  // Debian, base-passwd: /usr/share/base-passwd/passwd.master, with gnats of older releases.
  ...['root', 'daemon', 'bin', 'sys', 'sync', 'games', 'man', 'lp', 'mail', 'news', 'uucp', 'proxy'],
  ...['www-data', 'backup', 'list', 'irc', 'gnats', '_apt', 'nobody'],
  // Red Hat, setup: /etc/passwd, with those of older releases.
  ...['adm', 'shutdown', 'halt', 'operator', 'gopher', 'ftp', 'vcsa', 'nfsnobody'],
  // Alpine, alpine-baselayout: /etc/passwd, with those of older releases.
  ...['postmaster', 'cron', 'sshd', 'at', 'squid', 'xfs', 'cyrus', 'vpopmail', 'ntp', 'smmsp', 'guest'],
  // Red Hat, setup: what its list of packages' accounts has (uidgid), but for three of packages long gone that are people's names.
  ...['oprofile', 'pkiuser', 'pvm', 'named', 'postgres', 'mysql', 'nscd', 'rpcuser', 'rpc', 'amanda'],
  ...['amandabackup', 'netdump', 'vdsm', 'rpm', 'mailman', 'gdm', 'mailnull', 'apache', 'wnn', 'puppet'],
  ...['tomcat*', 'ldap', 'frontpage', 'nut', 'beagleindex', 'tss', 'piranha', 'prelude-manager', 'snortd'],
  ...['condor', 'nslcd', 'pegasus', 'webalizer', 'haldaemon', 'avahi', 'avahi-autoipd', 'tcpdump'],
  ...['privoxy', 'radvd', 'arpwatch', 'fax', 'nocpulse', 'desktop', 'dbus', 'clamav', 'sabayon'],
  ...['polkituser', 'postfix', 'majordomo', 'quagga', 'exim', 'distcache', 'radiusd', 'hsqldb', 'dovecot'],
  ...['ident', 'qemu', 'ovirt', 'ovirtagent', 'rhevm', 'jetty', 'saned', 'vhostmd', 'usbmuxd', 'bacula'],
  ...['cimsrvr', 'activemq', 'cassandra', 'stap-server', 'stapunpriv', 'swift', 'glance'],
  ...['nova', 'keystone', 'quantum', 'neutron', 'cinder', 'ceilometer', 'heat', 'ceph', 'pulse', 'rtkit'],
  ...['abrt', 'retrace', 'ats', 'dhcpd', 'myproxy', 'sanlock', 'aeolus', 'wallaby', 'katello'],
  ...['elasticsearch', 'mongodb', 'wildfly', 'jboss', 'jbosson-agent', 'haproxy', 'hacluster', 'dovenull'],
  ...['saslauth', 'listar', 'pcp', 'sssd'],
  // What sshd, systemd and the message bus run as on all of them, and what packages of Debian, Red Hat and Alpine call theirs.
  ...['messagebus', 'systemd-*', '_*', 'polkitd', 'uuidd', 'syslog', 'chrony', 'statd', 'epmd', 'nats'],
  ...['mosquitto', 'vmail', 'debian-*', 'toranon', 'tor', 'usbmux', 'colord', 'geoclue', 'dnsmasq'],
  ...['unbound', 'bind', 'openldap', 'lightdm', 'sddm', 'landscape', 'pollinate', 'lxd', 'libvirt-*'],
  ...['kvm', 'fwupd-refresh', 'cockpit-*', 'whoopsie', 'kernoops', 'hplip', 'cups', 'cups-*'],
  ...['speech-dispatcher', 'gnome-*', 'nm-*', 'strongswan', 'stunnel', 'stunnel4', 'openvpn'],
  ...['openvswitch', 'ntpd', 'ntpsec', 'openntpd', 'ptp', 'dhcp', 'dhcpcd', 'kea', 'knot', 'knot-resolver'],
  ...['nsd', 'pdns', 'coredns', 'frr', 'bird', 'iodine', 'redsocks', 'rwhod', 'sshguard', 'fail2ban'],
  ...['ossec', 'suricata', 'snort', 'wazuh', 'nginx', 'http', 'httpd', 'lighttpd', 'caddy', 'traefik'],
  ...['varnish', 'vcache', 'tinyproxy', 'uwsgi', 'php-fpm', 'wwwrun', 'mariadb', 'redis', 'valkey'],
  ...['memcache', 'memcached', 'couchdb', 'influxdb', 'clickhouse', 'etcd', 'consul', 'vault'],
  ...['nomad', 'kube', 'kubernetes', 'zookeeper', 'kafka', 'solr', 'opensearch', 'logstash', 'kibana'],
  ...['rabbitmq', 'emqx', 'opendkim', 'opendmarc', 'amavis', 'spamd', 'spamass-milter', 'policyd-spf'],
  ...['postgrey', 'qmail*', 'alias', 'dkim-milter-python', 'fetchmail', 'sympa', 'schleuder', 'roundcube'],
  ...['nagios', 'icinga', 'munin', 'zabbix', 'collectd', 'telegraf', 'prometheus', 'alertmanager'],
  ...['grafana', 'loki', 'cacti', 'smokeping', 'monitorix', 'netdata', 'statsd'],
  ...['jenkins', 'gitea', 'forgejo', 'git', 'gitlab-*', 'gitolite*', 'gitdaemon', 'gitlog', 'buildbot'],
  ...['sonarqube', 'asterisk', 'freeswitch', 'kamailio', 'opensips', 'prosody', 'ejabberd'],
  ...['mumble-server', 'turnserver', 'matrix-synapse', 'icecast*', 'mpd', 'minidlna', 'jellyfin', 'plex'],
  ...['transmission', 'deluge*', 'freerad', 'nbd', 'radicale', 'saltmaster', 'salt', 'minio', 'minio-user'],
  ...['gluster', 'gpsd', 'cvs', 'svn', 'toor', 'docker', 'containerd', 'dockremap'],
  ...['keyward-ssh', 'utmp'],
])

/** Whether an account is among these names, or is root's. No user can claim such an account by their own name. */
export function isSystemAccount(account: string, names: readonly string[]): boolean {
  return account === 'root' || names.some((name) => matches(account, name))
}

function matches(account: string, name: string): boolean {
  return name.endsWith('*') ? account.startsWith(name.slice(0, -1)) : account === name
}
