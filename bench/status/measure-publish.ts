import { join } from 'node:path'
import {
  decodeStatusList,
  readStatusToken,
  type Signer,
  type StatusList,
  unwrap,
} from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { alternate, type Round } from '../alternate.ts'
import { signStatusToken } from '../sign-status-token.ts'

export interface PublishParts {
  /** Where the store is: a directory on a disk. */
  readonly directory: string
  readonly list: StatusList
  readonly uri: string
  readonly signer: Signer
  readonly rounds: number
}

/**
 * Measures a publication: the bits come out of a store on the disk, are compressed, encoded and signed, and the token is durable at the end.
 * The publisher's wait for a new second and its log entry are left out.
 */
export async function measurePublish(parts: PublishParts): Promise<readonly Round<'publish'>[]> {
  const { directory, list, uri, signer, rounds } = parts
  const store = await openSqliteStore({ path: join(directory, 'publisher.db') })
  await store.migrate([
    {
      id: 'bench/0001-lists',
      statements: [
        'CREATE TABLE status_bits (number BIGINT NOT NULL PRIMARY KEY, bits BYTES NOT NULL)',
        'CREATE TABLE status_token (iat BIGINT NOT NULL PRIMARY KEY, token BYTES NOT NULL)',
      ],
    },
  ])
  await store.transact('keep-bits', (tx) =>
    tx.run('INSERT INTO status_bits (number, bits) VALUES (1, ?)', [list.bytes]),
  )
  let iat = 1
  async function publish(): Promise<void> {
    iat += 1
    const row = await store.read('read-bits', (tx) =>
      tx.get('SELECT bits FROM status_bits WHERE number = 1'),
    )
    if (!(row?.bits instanceof Uint8Array)) throw new Error('the bits are gone')
    const times = { uri, iat, exp: iat + 600 }
    const token = await signStatusToken({ ...list, bytes: row.bits }, times, signer)
    await store.transact('keep-token', async (tx) => {
      await tx.run('DELETE FROM status_token')
      await tx.run('INSERT INTO status_token (iat, token) VALUES (?, ?)', [iat, token])
    })
  }
  const measured = await alternate({
    lanes: { publish: { operations: 1, run: publish } },
    rounds,
    warmUp: 1,
  })
  const row = await store.read('read-token', (tx) => tx.get('SELECT token FROM status_token'))
  const published = unwrap(readStatusToken(row?.token as Uint8Array, uri))
  const { bytes } = unwrap(decodeStatusList(published.payload))
  if (!list.bytes.every((byte, position) => byte === bytes[position])) {
    throw new Error('the token says something else than the list')
  }
  await store.close()
  return measured
}
