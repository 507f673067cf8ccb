import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer, givenArgument } from './child.js'
import type { Contender } from './contenders.js'
import { expressApp } from './contenders/express.js'
import { koaApp } from './contenders/koa.js'

/** What a server has used since it was asked before. */
export interface Used {
  readonly requests: number
  /** Of this process with all its threads. */
  readonly cpuMicroseconds: number
}

/** Serves one contender in a process of its own; tells its port, and what it has used. */
async function main({ framework, name, place }: Contender): Promise<void> {
  const app = await (framework === 'koa' ? koaApp : expressApp)(name, place)
  let requests = 0
  let before = process.cpuUsage()
  const server = createServer((req, res) => {
    requests++
    app(req, res)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  answer({
    port: () => port,
    used(): Used {
      const { user, system } = process.cpuUsage(before)
      const used = { requests, cpuMicroseconds: user + system }
      requests = 0
      before = process.cpuUsage()
      return used
    },
  })
}

void givenArgument<Contender>().then(main)
