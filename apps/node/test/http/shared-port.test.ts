import { describe, expect, it, onTestFinished } from 'vitest'
import { canSharePorts, type ListenAddress, openListener } from '../../src/http/listener.ts'

async function open(address: ListenAddress) {
  const listener = await openListener(address)
  onTestFinished(() => listener.close())
  return listener
}

const LOOPBACK = { host: '127.0.0.1', port: 0 }

describe.runIf(canSharePorts)('a port that is taken', () => {
  it('is refused to whoever asks for it, also while the one that has it would share', async () => {
    const { address } = await open(LOOPBACK)
    await expect(openListener(address)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await open({ ...address, shared: true })
    await expect(openListener(address)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('stays open when one of those that share it closes', async () => {
    const first = await open(LOOPBACK)
    const second = await open({ ...first.address, shared: true })
    expect(second.url).toBe(first.url)
    second.serve((_request, response) => response.end('second'))
    await first.close()
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => (await fetch(first.url)).text()),
    )
    expect(new Set(answers)).toEqual(new Set(['second']))
  })
})
