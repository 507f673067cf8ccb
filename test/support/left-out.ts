import type { Context } from 'mocha'

/** Said once, however many suites there are. */
const said = new Set<string>()

/** Leaves a suite out, saying why, for want of something that is not on this machine; fails when `KEYWARD_REQUIRE` names it. */
export function leaveOut(suite: Context, kind: string, reason: string): void {
  if ((process.env.KEYWARD_REQUIRE ?? '').split(',').includes(kind)) {
    throw new Error(`${kind} is required: ${reason}`)
  }
  const line = `left out: ${kind} (${reason})`
  if (!said.has(line)) console.log(line)
  said.add(line)
  suite.skip()
}
