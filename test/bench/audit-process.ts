import type { AuditTaken } from './audit.js'
import { answer, givenArgument } from './child.js'
import type { Place } from './database.js'
import { openKeyward } from './keyward.js'

/** Verifies an audit in a process of its own, so that what it holds is what verifying takes. */
async function main(place: Place): Promise<void> {
  const { keyward } = await openKeyward(place, 'warm')
  answer({
    async verified(): Promise<AuditTaken> {
      const [bytesBefore, start, used] = [process.memoryUsage.rss(), performance.now(), process.cpuUsage()]
      let told = 0
      const report = await keyward.audit.verify({ progress: () => void told++ })
      const seconds = (performance.now() - start) / 1000
      const { user, system } = process.cpuUsage(used)
      const cpuSeconds = (user + system) / 1e6
      return {
        report,
        told,
        seconds,
        cpuSeconds,
        bytesBefore,
        peakBytes: process.resourceUsage().maxRSS * 1024,
      }
    },
  })
}

void givenArgument<Place>().then(main)
