import { createWriteStream } from 'node:fs'
import type { Keyward } from 'keyward'
import { eventJson } from 'keyward'

/** Appends every event to a file, one JSON line each, as `/admin/events` shows it; answers what closes the file. */
export function logEvents(keyward: Keyward, path: string): () => Promise<void> {
  const file = createWriteStream(path, { flags: 'a', mode: 0o600 })
  const stop = keyward.events.on('*', (event) => {
    file.write(`${JSON.stringify(eventJson(event))}\n`)
  })
  return () =>
    new Promise((resolve) => {
      stop()
      file.end(resolve)
    })
}
