import type { PageClient, PageView } from '../../../../support/page-client.js'
import { pageClient } from '../../../../support/page-client.js'
import { noteSecret } from '../../../../support/secrets.js'
import type { App } from '../../../../support/app.js'

export type CredentialPagesScene = ReturnType<typeof credentialPagesScene>

/** Somebody in front of the pages for API keys and tokens. */
export function credentialPagesScene(app: () => App) {
  const signedIn = async (): Promise<PageClient> => pageClient(app(), await app().signedIn())

  async function addKey(pages: PageClient, fields: Record<string, string>): Promise<PageView> {
    const page = await pages.make(await pages.get('/auth/account/api-keys/new'), 'Add Key', fields)
    noteSecret(/kwk_\w{36}/.exec(page.html)?.[0] ?? '')
    return page
  }

  return { signedIn, addKey }
}
