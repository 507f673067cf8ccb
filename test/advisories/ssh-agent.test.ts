import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { it } from 'mocha'
import { agentClient, login, signRequest, testHost } from '../support/agent-client.js'
import { onBoth } from './on-both.js'

const refusedAnswer = Buffer.from([5])
/** The first byte of an answer that is a signature. */
const signed = 14

onBoth('the agent of SSH private keys', (app) => {
  const host = testHost()

  /** An agent for a key that was made over HTTP, good for one login on the host. */
  async function opened() {
    const owner = await app().signedIn()
    const { status, body } = await owner.post('/ssh-private-keys', { name: 'a', generate: 'ed25519' })
    assert.equal(status, 201)
    const { sshPrivateKeys } = app().keyward
    const actor = { userId: owner.user.id }
    const agent = await sshPrivateKeys.openAgent(actor, String(body.id), {
      user: 'deploy',
      hostKeys: [host.line],
    })
    const blob = Buffer.from(String(body.publicKey).split(' ')[1] ?? '', 'base64')
    return { agent, request: signRequest(blob, login({ publicBlob: blob })) }
  }

  it('CVE-2024-41264: nothing is signed for a host that has not proved the key which was named', async () => {
    const { agent, request } = await opened()
    await using _agent = agent
    const other = testHost()
    for (const binding of [null, other.bind(), host.bind({ signature: Buffer.alloc(83, 1) })]) {
      using client = await agentClient(agent.socketPath)
      if (binding) assert.deepEqual(await client.ask(binding), refusedAnswer)
      assert.deepEqual(await client.ask(request), refusedAnswer)
    }
    using client = await agentClient(agent.socketPath)
    await client.ask(host.bind())
    assert.equal((await client.ask(request))?.[0], signed)
  })

  it('CVE-2026-52814: whoever connects and says nothing takes eight places of one agent, and none of another', async () => {
    const [stalled, other] = [await opened(), await opened()]
    await using _stalled = stalled.agent
    await using _other = other.agent
    const silent: Socket[] = []
    try {
      for (let i = 0; i < 40; i++) {
        const socket = connect(stalled.agent.socketPath).on('error', () => undefined)
        silent.push(socket.resume())
        await once(socket, 'connect')
        if (i >= 8 && !socket.closed) await once(socket, 'close')
      }
      assert.equal(silent.filter(({ closed }) => !closed).length, 8)
      using client = await agentClient(other.agent.socketPath)
      await client.ask(host.bind())
      assert.equal((await client.ask(other.request))?.[0], signed)
    } finally {
      for (const socket of silent) socket.destroy()
    }
  })
})
