import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { after, afterEach, before } from 'mocha'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { leaveOut } from './left-out.js'

/** It runs as root in containers, without a GPU, and asks nothing of the network. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * One Chromium for the tests of a `describe`; answers what opens a page, in a profile of its own that is gone after
 * the test. Without Chromium the tests are left out, or fail when `KEYWARD_REQUIRE` names it.
 */
export function chromiumFor(): (as?: BrowserContextOptions) => Promise<Page> {
  let browser: Browser | undefined
  const contexts: BrowserContext[] = []
  before(async function () {
    const executablePath = whereIs('chromium')
    if (executablePath === undefined) return leaveOut(this, 'chromium', 'it is not on the PATH')
    browser = await chromium.launch({ executablePath, args, timeout: 60_000 })
  })
  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())))
  after(() => browser?.close())

  return async (as) => {
    if (!browser) throw new TypeError('Chromium is there once the tests run')
    const context = await browser.newContext(as)
    contexts.push(context)
    context.setDefaultTimeout(60_000)
    return context.newPage()
  }
}

function whereIs(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path))
}
