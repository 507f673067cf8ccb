import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { isSystemAccount, systemAccounts } from '../../src/policy/system-account.js'
import { leaveOut } from '../support/left-out.js'

const master = '/usr/share/base-passwd/passwd.master'

describe('isSystemAccount', () => {
  it('knows what Debian, Red Hat and Alpine come with', () => {
    const names = [
      ...[
        'root',
        'daemon',
        'bin',
        'adm',
        'lp',
        'sync',
        'shutdown',
        'halt',
        'mail',
        'news',
        'uucp',
        'operator',
      ],
      ...['man', 'postmaster', 'cron', 'ftp', 'sshd', 'at', 'squid', 'xfs', 'games', 'cyrus', 'vpopmail'],
      ...['ntp', 'smmsp', 'guest', 'nobody', 'sys', 'proxy', 'www-data', 'backup', 'list', 'irc', '_apt'],
      ...['messagebus', 'systemd-network', 'systemd-resolve', 'systemd-timesync'],
    ]
    assert.deepEqual(
      names.filter((name) => !isSystemAccount(name, systemAccounts)),
      [],
    )
  })

  it('knows what packages make: a user of the app who is called so gets no account of theirs', () => {
    const names = [
      ...['statd', 'mosquitto', 'epmd', 'nats', 'vmail', 'debian-tor', 'debian-spamd', 'tomcat', 'tomcat10'],
      ...['rabbitmq', 'redis', 'mysql', 'postgres', 'avahi', 'amandabackup', 'hacluster', 'ceph', 'nslcd'],
      ...['radiusd', 'freerad', 'gitlab-runner', 'libvirt-qemu', 'libvirt-dnsmasq', 'stapunpriv', 'toranon'],
      ...['strongswan', 'nm-openvpn', 'cups-pk-helper', 'gnome-initial-setup', 'icecast2', 'qmaild'],
    ]
    assert.deepEqual(
      names.filter((name) => !isSystemAccount(name, systemAccounts)),
      [],
    )
  })

  it('knows what this Debian comes with', function () {
    if (!existsSync(master)) return leaveOut(this, 'sshd', 'this is no Debian')
    const names = readFileSync(master, 'utf8')
      .split('\n')
      .flatMap((line) => line.split(':')[0] ?? [])
      .filter((name) => name !== '')
    assert.ok(names.length > 10)
    assert.deepEqual(
      names.filter((name) => !isSystemAccount(name, systemAccounts)),
      [],
    )
  })

  it('knows people from accounts of the system', () => {
    for (const name of [
      'ada',
      'rootbeer',
      'backups',
      'systemd',
      'binny',
      'jonas',
      'lucia',
      'tom',
      'gnomeo',
    ]) {
      assert.equal(isSystemAccount(name, systemAccounts), false, name)
    }
  })

  it('takes a list in its place, and root never', () => {
    assert.equal(isSystemAccount('backup', ['deploy', 'svc-*']), false)
    for (const name of ['deploy', 'svc-', 'svc-a', 'root']) {
      assert.equal(isSystemAccount(name, ['deploy', 'svc-*']), true, name)
    }
  })
})
