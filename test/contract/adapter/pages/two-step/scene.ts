import type { UserRow } from '../../../../../src/index.js'
import type { PageClient, PageView } from '../../../../support/page-client.js'
import { pageClient } from '../../../../support/page-client.js'
import { noteSecret } from '../../../../support/secrets.js'
import { codeAt } from '../../../../support/totp.js'
import type { App } from '../../../../support/app.js'

const codePattern = /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g

export type TwoStepScene = ReturnType<typeof twoStepScene>

/** People in front of the pages for 2-step verification. */
export function twoStepScene(app: () => App) {
  const signedIn = async (user?: UserRow): Promise<PageClient> =>
    pageClient(app(), await app().signedIn(user))

  /** The setup key of a page, and what an app would show for it now. */
  function setupOf(page: PageView): { code(): string } {
    const secret = /id="setup-key"[^>]*value="([^"]*)"/.exec(page.html)?.[1]?.replaceAll(' ', '') ?? ''
    noteSecret(secret)
    return { code: () => codeAt(secret, app().clock.now()) }
  }

  function codesOf(page: PageView): readonly string[] {
    const codes = [...new Set(page.text.match(codePattern) ?? [])]
    codes.forEach(noteSecret)
    return codes
  }

  /** Presses the button that begins the setup of an app, and goes on to its page. */
  async function begin(pages: PageClient, page: PageView): Promise<PageView> {
    return pages.follow(await pages.submit(page, 'Use Authenticator'))
  }

  return { signedIn, setupOf, codesOf, begin }
}
