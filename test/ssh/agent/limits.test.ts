import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { describe, it } from 'mocha'
import { openAgent } from '../../../src/ssh/agent/agent.js'
import { agentRequest } from '../../../src/ssh/agent/protocol.js'
import { agentScope } from '../../../src/ssh/agent/scope.js'
import { privateSocket } from '../../../src/ssh/agent/socket.js'
import type { SshSignature } from '../../../src/ssh/signature.js'
import { publicBlobOf, publicHalf } from '../../../src/ssh/public-half.js'
import { agentClient, login, signRequest, testHost } from '../../support/agent-client.js'

const host = testHost()
const blob = publicBlobOf(generateKeyPairSync('ed25519').publicKey) ?? Buffer.alloc(0)
const half = publicHalf(blob) ?? assert.fail()

describe('an agent for one signature', () => {
  it('begins no second one while the first is being made', async () => {
    const signing: ((signature: SshSignature) => void)[] = []
    const reasons: string[] = []
    const key = {
      half,
      comment: 'a',
      sign: () => new Promise<SshSignature>((resolve) => signing.push(resolve)),
      refused: async (reason: string) => void reasons.push(reason),
      closed: () => undefined,
    }
    await using agent = await openAgent(key, agentScope({ user: 'deploy', hostKeys: [host.line] }))
    using first = await agentClient(agent.socketPath)
    using second = await agentClient(agent.socketPath)
    for (const client of [first, second]) assert.deepEqual(await client.ask(host.bind()), Buffer.from([6]))
    const request = signRequest(blob, login({ publicBlob: blob }))
    const answers = [first.ask(request), second.ask(request)]
    assert.deepEqual(await Promise.race(answers), Buffer.from([5]))
    assert.deepEqual([signing.length, reasons], [1, ['budget_spent']])
    signing[0]?.({ algorithm: 'ssh-ed25519', blob: Buffer.alloc(64) })
    assert.deepEqual((await Promise.all(answers)).map((answer) => answer?.[0]).sort(), [14, 5])
  })
})

describe('a request to an agent', () => {
  it('is none when something comes after it', () => {
    for (const [message, kind] of [
      [signRequest(blob, login({ publicBlob: blob })), 'sign'],
      [host.bind(), 'bind'],
      [Buffer.from([11]), 'list'],
    ] as const) {
      assert.equal(agentRequest(message).kind, kind)
      assert.equal(agentRequest(Buffer.concat([message, Buffer.alloc(1)])).kind, 'other')
    }
  })
})

describe('privateSocket', () => {
  it('serves eight clients at a time', async () => {
    const served: Socket[] = []
    let serving: (socket: Socket) => void
    const ninth = new Promise<'served'>((resolve) => {
      serving = (socket) => served.push(socket) > 8 && resolve('served')
    })
    const { path, close } = await privateSocket((socket) => serving(socket))
    const clients: Socket[] = []
    try {
      for (let i = 0; i < 9; i++) {
        const client = connect(path).on('error', () => undefined)
        clients.push(client)
        await once(client, 'connect')
      }
      const hungUp = once(clients[8]?.resume() ?? assert.fail(), 'close')
      assert.notEqual(await Promise.race([hungUp, ninth]), 'served')
      assert.equal(served.length, 8)
    } finally {
      for (const client of clients) client.destroy()
      await close()
    }
  })
})
