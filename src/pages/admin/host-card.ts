import { KeywardError } from '../../errors.js'
import type { Services } from '../../http/services.js'
import type { IssuedSshHost, SshHost } from '../../ssh/host.js'
import { programUrl } from '../elements/code-examples.js'
import { isHostName } from '../elements/host-name.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { secretCard, wasShown } from '../elements/secret-card.js'
import { copyBlock } from '../elements/secret.js'
import { askedSecret } from '../elements/shown-once.js'
import { named, plainSentence } from '../elements/sentence.js'
import { adminHostTexts } from '../messages/admin/admin-hosts.js'
import type { SessionVisit } from '../visit/visit.js'
import { accessNote, hostsPath } from './host-page.js'

/** What stands over the list whose address asks for a host's credential: the card that shows it or, from then on, that it was shown. */
export async function shownHost(services: Services, visit: SessionVisit): Promise<Html | null> {
  const made = visit.query('made')
  if (made === '') return null
  // The host is read first, so that nothing can come between a credential and the page that shows it.
  const host = await known(services.sshHosts.get(made))
  const asked = host && (await askedSecret(services, visit, 'ssh_host'))
  if (!host || !asked) return null
  if (!asked.secret) return wasShown(visit, 'ssh_host', host.name)
  return hostCard(services, visit, { host, credential: asked.secret })
}

/** The card that shows a host's credential, in the lines that set the host up. */
export function hostCard(
  services: Pick<Services, 'options'>,
  visit: SessionVisit,
  { host, credential }: IssuedSshHost,
): Html {
  const texts = visit.text(adminHostTexts)
  const value = credential.reveal()
  return secretCard(visit, {
    name: host.name,
    facts: [
      named(texts.in, host.groups.length === 0 ? 'default' : host.groups.join(', ')),
      host.cidrs.length > 0 && named(texts.from, host.cidrs.join(', ')),
    ],
    copyNow: named(texts.copyNow, host.name),
    label: plainSentence(texts.credential, { name: host.name }),
    value,
    use: html`<h3>${texts.copyLabel}</h3>
      <p>${texts.copyText}</p>
      ${copyBlock(visit, { id: 'copy-installer', label: texts.copyLabel, lines: [copyLine(host.name)] })}
      <h3>${texts.install}</h3>
      <p>${texts.installText}</p>
      ${copyBlock(visit, { id: 'new-host', label: texts.install, lines: setUpLines(programUrl(services, visit, ''), value) })}
      ${accessNote(visit)}`,
    done: visit.url(hostsPath),
  })
}

/** The line that takes the installer to the host. */
function copyLine(name: string): string {
  return `scp -r node_modules/keyward/adapters/sshd root@${isHostName(name) ? name : 'host'}:keyward-sshd`
}

/** The lines that set a host up. The credential goes in by standard input, so that it stands in no list of processes. */
function setUpLines(url: string, credential: string): readonly string[] {
  return [
    'cd keyward-sshd &&',
    `./install.sh --url '${url}' <<'END' &&`,
    credential,
    'END',
    'cp /etc/keyward-ssh/sshd.conf /etc/ssh/sshd_config.d/50-keyward.conf &&',
    'sshd -t && /usr/local/libexec/keyward-authorized-keys --check &&',
    // Braces, or what has failed before would lead to the second way.
    '{ systemctl reload ssh || systemctl reload sshd || kill -HUP "$(cat /run/sshd.pid)"; }',
  ]
}

/** `null` for a host that is gone, or was never there. */
async function known(found: Promise<SshHost>): Promise<SshHost | null> {
  return found.catch((error: unknown) => {
    if (error instanceof KeywardError && error.code === 'not_found') return null
    throw error
  })
}
