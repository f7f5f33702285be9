import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openFilePlatform } from '../../src/adapters/file-platform.ts'
import { wellKnown, worldParties } from '../../src/world-config.ts'

/** What a world at this URL gets when a URL from outside leads to a service of its own machine. */
async function reachOwnMachine(publicUrl: string): Promise<string> {
  const server = createServer((_request, response) => response.end('a secret'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-platform-'))
  const platform = openFilePlatform({ directory, parties: worldParties, publicUrl })
  onTestFinished(async () => {
    await platform.close()
    server.close()
    rmSync(directory, { recursive: true })
  })
  const { transport } = await platform.portsFor(wellKnown.observer)
  const { port } = server.address() as AddressInfo
  const limits = { timeoutMs: 5_000, maxBytes: 100 }
  const answer = await transport.retrieve(`http://127.0.0.1:${port}/`, limits)
  return answer.ok ? new TextDecoder().decode(answer.value) : answer.error.code
}

it('a world that other machines reach is not led to services of its own machine', async () => {
  for (const publicUrl of ['http://10.0.0.5:8790', 'http://one.example', 'https://one.example']) {
    expect(await reachOwnMachine(publicUrl)).toBe('address_not_allowed')
  }
  expect(await reachOwnMachine('http://127.0.0.1:8790')).toBe('a secret')
})
