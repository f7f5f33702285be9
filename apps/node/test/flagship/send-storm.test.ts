import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeUtf8 } from '@evenkeel/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { type StormTally, startStorm } from '../../src/flagship/send-storm.ts'
import { openClaimFile } from '../../src/replay/claim-file.ts'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean()
})

/** Lets three claims come to a server that answers by claim, and by how often the claim has come. */
async function storm(
  retries: number,
  answer: (response: ServerResponse, claim: string, times: number) => void,
): Promise<StormTally> {
  const came = new Map<string, number>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const claim = Buffer.concat(chunks).toString()
    const times = (came.get(claim) ?? 0) + 1
    came.set(claim, times)
    answer(response, claim, times)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-storm-'))
  const file = openClaimFile(directory)
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
    file.close()
    rmSync(directory, { recursive: true, force: true })
  })
  file.append(['anna', 'ben', 'cleo'].map(encodeUtf8))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/`
  const started = startStorm({ url, file, perSecond: 1_000, retries })
  await started.done
  return started.tally
}

function ticket(response: ServerResponse, text: string): void {
  response.statusCode = 201
  response.end(JSON.stringify({ ticket: text }))
}

describe('the storm of claimants', () => {
  it('counts the ticket of each claim once, and the blind repeats that got the same one', async () => {
    const tally = await storm(1, (response, claim) => ticket(response, claim))
    expect(tally).toMatchObject({ sends: 6, tickets: 3, duplicatesAbsorbed: 3, doubledTickets: 0 })
  })

  it('sees a second ticket for one claim', async () => {
    const tally = await storm(1, (response, claim, times) => ticket(response, `${claim} ${times}`))
    expect(tally).toMatchObject({ tickets: 3, duplicatesAbsorbed: 0, doubledTickets: 3 })
  })

  it('sees a refusal that does not say when to come again, and a time-out of the server', async () => {
    const tally = await storm(0, (response, claim, times) => {
      if (times > 1) return ticket(response, claim)
      response.statusCode = claim === 'anna' ? 504 : 503
      if (claim === 'ben') response.setHeader('retry-after', '0')
      return response.end('{}')
    })
    expect(tally).toMatchObject({
      tickets: 3,
      refusedForNow: 3,
      refusedWithoutTime: 2,
      serverTimeouts: 1,
    })
  })

  it('takes a refusal for good as the end of a claim, with its reason', async () => {
    const tally = await storm(0, (response, claim) => {
      if (claim !== 'ben') return ticket(response, claim)
      response.statusCode = 409
      return response.end(JSON.stringify({ code: 'already_claimed' }))
    })
    expect(tally).toMatchObject({ tickets: 2, refusals: { already_claimed: 1 }, gaveUp: 0 })
  })
})
