import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

/**
 * Sends a body as it is made, and waits for a slow reader, so that little more than one piece is held. Where it fails, or the signal aborts, the connection
 * breaks off: what was sent does not pass for the whole. Rejects with what the text threw; that a reader has gone is no fault.
 */
export async function sendText(
  response: ServerResponse,
  text: AsyncIterable<string>,
  status: number,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  let fault: { readonly error: unknown } | undefined
  async function* watched(): AsyncGenerator<string> {
    try {
      yield* text
    } catch (error) {
      fault = { error }
      throw error
    }
  }
  response.writeHead(status, headers)
  await pipeline(watched(), response, { signal }).catch(() => undefined)
  if (fault !== undefined) throw fault.error
}
