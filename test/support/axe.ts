import axe from 'axe-core'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Puts what moves or fades in at its end, where it would be a moment later. */
const still = `for (const animation of document.getAnimations()) {
  if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish()
}`

/** What axe-core finds wrong in a page as it is shown once nothing moves, by rule and place; `only` = these rules instead of all. */
export async function violationsIn(page: Page, only?: readonly string[]): Promise<readonly string[]> {
  // Through the debugger, so that no Content-Security-Policy stands in the way.
  if (!(await page.evaluate(`typeof axe !== 'undefined'`))) await page.evaluate(axe.source)
  await page.evaluate(still)
  const options: RunOptions = { runOnly: only ? [...only] : tags, resultTypes: ['violations'] }
  const results = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)
  const { violations } = results as Pick<AxeResults, 'violations'>
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
