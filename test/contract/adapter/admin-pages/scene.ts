import assert from 'node:assert/strict'
import type { PageClient, PageView } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { noteSecret } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'

export const hostile = `"><script>alert(1)</script>'\`&amp; \${x} {name} “quoted” مرحبا`

export const root = '/auth/account/admin'

export type AdminPagesScene = ReturnType<typeof adminPagesScene>

/** An administrator in front of the pages. */
export function adminPagesScene(app: () => App) {
  const administrator = async (): Promise<PageClient> => pageClient(app(), await app().admin())

  /** The secret that a page shows once. */
  function shownOnce({ html }: PageView): string {
    const secret = /id="new-secret"[^>]*value="([^"]+)"/s.exec(html)?.[1]
    assert.ok(secret, 'the page shows no secret')
    noteSecret(secret)
    return secret
  }

  return { administrator, shownOnce }
}
