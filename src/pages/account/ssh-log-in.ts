import type { Services } from '../../http/services.js'
import { isHostName } from '../elements/host-name.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { panel } from '../elements/panel.js'
import { copyField } from '../elements/secret.js'
import { plainSentence } from '../elements/sentence.js'
import { sshKeyTexts } from '../messages/ssh-keys.js'
import type { SessionVisit } from '../visit/visit.js'

/** How to log in with an SSH key, as whom and where, as far as the grants allow it. */
export async function logInAdvice(
  { sshLogins }: Services,
  visit: SessionVisit,
  about: 'all' | 'one',
): Promise<Html> {
  const texts = visit.text(sshKeyTexts)
  const { account, logins, more } = await sshLogins.of(visit.principal.user)
  const commands = logins.map((login, i) => commandFor(visit, login, `log-in-${String(i)}`))
  const none = [
    !more && html`<p class="kw-hint">${texts.noHosts}</p>`,
    commandFor(visit, { account: account ?? 'username', host: 'host' }, 'log-in'),
  ]
  return panel({
    title: texts.logIn,
    hint: about === 'one' ? texts.logInWithThis : texts.logInHint,
    actions: null,
    content: [
      commands.length > 0 ? commands : none,
      more &&
        logins.length > 0 &&
        html`<p class="kw-hint">${plainSentence(texts.moreHosts, { n: logins.length })}</p>`,
    ],
  })
}

function commandFor(
  visit: SessionVisit,
  { account, host }: { readonly account: string; readonly host: string },
  id: string,
): Html {
  const named = isHostName(host)
  const value = `ssh -i /path/to/ssh/private/key ${account}@${named ? host : 'host'}`
  const label = plainSentence(visit.text(sshKeyTexts).commandLabel, { name: host })
  return html`${!named && html`<p class="kw-hint"><bdi>${host}</bdi></p>`}
  ${copyField(visit, { id, label, value })}`
}
